import { builtInDrivers } from '#catalog';
import type { Charter, Contract, NodeId, Problem } from '#contract';
import {
  claimProblems,
  claimTable,
  compileContract,
  createRegistry,
  readContract,
  type Cidr,
  type InterfaceName,
  type Resource,
  type WantedResource,
} from '#drivers';
import { carryOut, ModelHost } from '#engine';

const registry = createRegistry(builtInDrivers);
const node = 'host-a' as NodeId;
const contractId = '01K9ZX4A1B2C3D4E5F6G7H8J9K';

const site = {
  nodes: [
    {
      id: node,
      underlays: [{ link: 'eth0', addresses: ['198.51.100.1', '2001:db8::1'] }],
      parents: ['eth1', 'eth2'],
    },
    { id: 'host-b', underlays: [{ link: 'eth0', addresses: ['198.51.100.2'] }], parents: [] },
  ],
} as const;

/** acme may have a part of everything; some of that is reserved. */
const limits = {
  reserved: {
    vlans: [{ first: 100, last: 109 }],
    vnis: [{ first: 666 }],
    names: ['br-core', 'up-*'],
    prefixes: ['192.0.2.128/25'],
  },
  grants: [
    {
      tenant: 'acme',
      nodes: [node],
      drivers: ['bond', 'bridge', 'vlan', 'vxlan'],
      parents: ['eth1'],
      vlans: [{ first: 50, last: 150 }, { first: 4094 }],
      vnis: [{ first: 600, last: 700 }],
      prefixes: ['192.0.2.0/24', '2001:db8:a::/48'],
    },
  ],
};

const standing: readonly Resource[] = [
  physical('eth0'),
  physical('eth1'),
  physical('eth2'),
  { type: 'address', link: 'eth0' as InterfaceName, address: '198.51.100.1/24' as Cidr },
];

function physical(name: string): Resource {
  const fields = { kind: 'other', kernelKind: '', mtu: 1500, up: true, ipv6: true } as const;
  return { type: 'link', name: name as InterfaceName, ...fields };
}

interface Terms {
  readonly charter?: object;
  readonly contract?: object;
  /** Workloads of a contract that came first. */
  readonly first?: readonly object[];
}

function compiled(
  workloads: readonly object[],
  { charter, contract }: Terms,
  id = contractId,
): { readonly ok: true; readonly value: readonly WantedResource[] } | Refused {
  const document = {
    ...{ contractId: id, version: 1, owner: { tenant: 'acme' }, audience: { nodes: [node] } },
    workloads: workloads.map((workload) => ({ version: 1, ...workload })),
    ...contract,
  } as unknown as Contract;
  const understood = readContract(registry, document);
  if (!understood.ok) return understood;
  return compileContract(understood.value, { ...site, ...charter } as unknown as Charter, node);
}

interface Refused {
  readonly ok: false;
  readonly problems: readonly Problem[];
}

/** Every problem, by the way that a host goes; and whether the host was touched. */
async function refusalOf(workloads: readonly object[], terms: Terms = {}): Promise<unknown> {
  const host = new ModelHost(standing);
  const wanted = compiled(workloads, terms);
  const held = compiled(terms.first ?? [], {}, '01K9ZX4A1B2C3D4E5F6G7H8J9M');
  const clashes = wanted.ok && held.ok ? claimProblems(wanted.value, claimTable(held.value)) : [];
  let problems = wanted.ok ? clashes : wanted.problems;
  if (wanted.ok && problems.length === 0) {
    const change = { contract: contractId, wanted: wanted.value, previous: [] };
    const outcome = await carryOut(host, change, await host.observe());
    problems = outcome.state === 'refused' ? outcome.problems : [];
  }
  return [problems.map(({ code, path }) => `${code} ${path}`), host.writes];
}

function vlan(data: object, member: object = {}): object {
  const members = [{ node, name: 'vl-1', parent: 'eth1', ...member }];
  return { name: 'office', type: 'vlan', data: { id: 60, members, ...data } };
}

function bridge(member: object, data: object = {}): object {
  const members = [{ node, name: 'br-1', ...member }];
  return { name: 'lan', type: 'bridge', data: { members, ...data } };
}

function tagged(vlans: object): object {
  return bridge({ ports: [{ link: 'eth1', vlans }] });
}

function vxlan(data: object): object {
  const members = ['host-a'].map((host) => ({ node: host, underlay: 'eth0', name: 'vx-1' }));
  return { name: 'segment', type: 'vxlan', data: { vni: 610, members, ...data } };
}

const remote = { address: '203.0.113.9', vni: 701 };

/** A device for many VNIs, at a bridge where they are handed over as VLANs. */
function shared(vnis: readonly object[], data: object = {}): object {
  return vxlan({ vni: undefined, device: 'shared', vnis, ...data });
}

function bond(...ports: readonly string[]): object {
  return {
    name: 'both',
    type: 'bond',
    data: { mode: 'active-backup', members: [{ node, name: 'bo-1', links: ports }] },
  };
}

const at = '/workloads/0/data/members/0';

describe('T5: what lies outside the grants of the charter', () => {
  it.each<[why: string, refusal: string, workload: object, contract?: object]>([
    ['a reserved VLAN', `charter-reserved-vlan ${at}`, vlan({ id: 105 })],
    ['a VLAN before the grant', `charter-not-granted ${at}`, vlan({ id: 49 })],
    ['a VLAN after it', `charter-not-granted ${at}`, vlan({ id: 151 })],
    [
      'a trunk that reaches into what is reserved',
      `charter-reserved-vlan ${at}/ports/0`,
      tagged({ mode: 'trunk', trunk: [{ first: 90, last: 100 }] }),
    ],
    [
      'a trunk beyond the grant',
      `charter-not-granted ${at}/ports/0`,
      tagged({ mode: 'trunk', trunk: [{ first: 140, last: 151 }] }),
    ],
    ['a reserved VNI', `charter-reserved-vni ${at}`, vxlan({ vni: 666 })],
    ['a VNI beyond the grant', `charter-not-granted ${at}`, vxlan({ vni: 701 })],
    ['a VNI at another end', `charter-not-granted ${at}`, vxlan({ peers: [remote] })],
    [
      'VNIs that reach beyond the grant',
      `charter-not-granted ${at}`,
      shared([{ first: 690, last: 701 }]),
    ],
    [
      'VNIs that hold a reserved one',
      `charter-reserved-vni ${at}`,
      shared([{ first: 660, last: 670 }]),
    ],
    [
      'a parent of another as a port of a bond',
      `charter-not-granted ${at}/links/1`,
      bond('eth1', 'eth2'),
    ],
    ['a reserved name', `charter-reserved-name ${at}`, bridge({ name: 'br-core' })],
    ['a name with a reserved beginning', `charter-reserved-name ${at}`, bridge({ name: 'up-7' })],
    ['a parent of another', `charter-not-granted ${at}`, vlan({}, { parent: 'eth2' })],
    ['a port of another', `charter-not-granted ${at}/ports/0`, bridge({ ports: ['eth2'] })],
    [
      'an address of another',
      `charter-not-granted ${at}/addresses/0`,
      bridge({ addresses: ['203.0.113.1/24'] }),
    ],
    [
      'a network that holds what is reserved',
      `charter-reserved-network ${at}/addresses/0`,
      bridge({ addresses: ['192.0.2.1/24'] }),
    ],
    ['a driver', 'charter-not-granted /workloads/0/type', { ...bridge({}), type: 'direct' }],
    [
      'a host',
      'charter-not-granted /audience/nodes/1',
      bridge({}),
      { audience: { nodes: [node, 'host-b'] } },
    ],
    [
      'everything, for a tenant who is not named',
      'charter-not-granted /owner/tenant',
      bridge({}),
      { owner: { tenant: 'umbrella' } },
    ],
  ])('is refused: %s', async (_, refusal, workload, contract = {}) => {
    const { type } = workload as { readonly type: string };
    const data = { bridge: 'lan', members: [{ node, link: 'eth1' }] };
    const lan = { ...bridge({}), name: 'lan' };
    const asked = type === 'direct' ? [{ name: 'nic', type, data }, lan] : [workload];

    expect(await refusalOf(asked, { charter: limits, contract })).toEqual([[refusal], 0]);
  });

  it.each<[how: string, workload: object]>([
    ['a VLAN at the beginning of the grant', vlan({ id: 50 })],
    ['a VLAN at its end', vlan({ id: 150 })],
    ['a single VLAN', vlan({ id: 4094 })],
    ['a VLAN beside what is reserved', vlan({ id: 99 })],
    ['a VNI', vxlan({ vni: 700 })],
    [
      'VNIs of a shared device',
      shared([
        { first: 600, last: 665 },
        { first: 667, last: 700 },
      ]),
    ],
    ['parents as ports of a bond', bond('eth1')],
    ['a bridge with the default VLAN', bridge({ ports: ['eth1'] }, { vlanFiltering: true })],
    ['addresses', bridge({ addresses: ['192.0.2.1/25', '2001:db8:a:1::1/64'] })],
  ])('leaves the rest alone: %s', async (_, workload) => {
    const [problems, writes] = (await refusalOf([workload], { charter: limits })) as [[], number];

    expect(problems).toEqual([]);
    expect(writes).toBeGreaterThan(0);
  });

  it.each<[who: string, contract: object]>([
    ['a tenant whose grant was taken away', { owner: { tenant: 'umbrella' } }],
    ['one whose host was', { audience: { nodes: [node, 'host-b'] } }],
  ])('lets %s withdraw a network', async (_, contract) => {
    expect(await refusalOf([], { charter: limits, contract })).toEqual([[], 0]);
  });

  it('is refused range by range: what a shared device serves, and the VLANs of its map', () => {
    const device = shared(
      [
        { first: 600, last: 620 },
        { first: 640, last: 660, vlan: 80 },
        { first: 900, last: 4899 },
      ],
      { attach: 'lan' },
    );
    const lan = bridge({}, { vlanFiltering: true });
    const wanted = compiled([device, lan], { charter: limits });

    expect(wanted.ok ? [] : wanted.problems.map(({ detail }) => detail)).toEqual([
      'the charter does not grant VNI 900 to 4899 to the tenant (/grants/0/vnis)',
      'the charter reserves VLAN 80 to 100 (/reserved/vlans/0)',
    ]);
  });

  it('is refused of the map where the table of the port does not name its VLANs', () => {
    const device = shared([{ first: 640, last: 660, vlan: 80 }], {
      attach: 'lan',
      bridgePort: { vlans: { mode: 'trunk', trunk: [{ first: 60 }] } },
    });
    const wanted = compiled([device, bridge({}, { vlanFiltering: true })], { charter: limits });

    expect(wanted).toMatchObject({
      problems: [{ detail: 'the charter reserves VLAN 80 to 100 (/reserved/vlans/0)' }],
    });
  });

  it('is told with the clause', () => {
    const wanted = compiled([vlan({ id: 105 })], { charter: limits });

    expect(wanted).toMatchObject({
      problems: [{ detail: 'the charter reserves VLAN 105 (/reserved/vlans/0)' }],
    });
  });
});

describe('wrong values', () => {
  it.each<[why: string, refusal: string, workload: object, first?: readonly object[]]>([
    ['VLAN 0', 'vlan-id-reserved /workloads/0/data/id', vlan({ id: 0 })],
    ['VLAN 4095', 'vlan-id-reserved /workloads/0/data/id', vlan({ id: 4095 })],
    [
      'ranges that overlap',
      `vlan-range-overlap ${at}/ports/0/vlans/trunk/1`,
      tagged({ mode: 'trunk', trunk: [{ first: 2, last: 9 }, { first: 9 }] }),
    ],
    [
      'a native VLAN without the flag',
      `vlan-native-without-flag ${at}/ports/0/vlans/tag`,
      tagged({ mode: 'trunk', tag: 1, trunk: [{ first: 2 }] }),
    ],
    [
      'an access port with a trunk',
      `vlan-access-with-trunk ${at}/ports/0/vlans/trunk`,
      tagged({ mode: 'access', tag: 5, trunk: [{ first: 2 }] }),
    ],
    [
      'families that are mixed',
      'underlay-families-mixed /workloads/0/data/members/1/underlay',
      vxlan({
        family: 'ipv6',
        members: ['host-a', 'host-b'].map((host) => ({ node: host, underlay: 'eth0' })),
      }),
    ],
    [
      'a port of another contract',
      `port-claimed-twice ${at}/ports/0`,
      bridge({ ports: ['eth1'] }),
      [bridge({ name: 'br-2', ports: ['eth1'] })],
    ],
    ['an MTU one too large', `mtu-above-parent ${at}`, vlan({ mtu: 1501 })],
    [
      'an MTU of a segment one too large',
      'mtu-above-underlay /workloads/0/data/mtu',
      vxlan({ mtu: 1451 }),
    ],
  ])('are refused before anything is touched: %s', async (_, refusal, workload, first = []) => {
    const audience = { nodes: [node, 'host-b'] };
    const terms = { contract: { audience }, first };

    expect(await refusalOf([workload], terms)).toEqual([[refusal], 0]);
  });
});
