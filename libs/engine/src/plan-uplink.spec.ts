import {
  planChange,
  vlanTable,
  type InterfaceName,
  type IpAddress,
  type Owner,
  type Resource,
  type Uplink,
  type VlanTable,
} from '#drivers';
import {
  address,
  bridge,
  physical,
  port,
  route,
  vlan,
  vxlan,
  wantedAt,
} from '../test/resources.js';
import { ModelHost } from './index.js';

const contract = 'A'.repeat(26);
const owner: Owner = { contract, workload: 'lan' };
const at = '/workloads/0/data/members/0';
const controller = '203.0.113.9' as IpAddress;

/** A NIC with the default route, and one beside it. */
const nic = [
  physical('eth0'),
  physical('eth1'),
  address('eth0', '198.51.100.1/24'),
  route('eth0', '0.0.0.0/0', '198.51.100.254'),
];

interface Case {
  readonly why: string;
  readonly host: readonly Resource[];
  readonly wanted: readonly Resource[];
  readonly previous?: readonly Resource[];
  readonly uplink?: Uplink;
}

async function problemsIn(entry: Case): Promise<readonly string[]> {
  const { host, uplink = controller } = entry;
  const state = await new ModelHost(host).observe();
  const [wanted, previous] = [entry.wanted, entry.previous ?? []].map((list) =>
    wantedAt(at, ...list),
  );
  const plan = planChange({
    contract,
    wanted: wanted ?? [],
    previous: previous ?? [],
    state,
    uplink,
  });
  return plan.ok ? [] : plan.problems.map(({ code, path }) => `${code} ${path}`);
}

const named = (name: string): InterfaceName => name as InterfaceName;
const lan = bridge('br-lan', { owner });
/** The host's own bridge, made by the contract's last version, over which it is reached. */
const ownBridge = [
  physical('eth0'),
  physical('eth1'),
  bridge('br-lan', { owner }),
  port('eth0', 'br-lan'),
  address('br-lan', '198.51.100.1/24', owner),
  route('br-lan', '0.0.0.0/0', '198.51.100.254'),
];
const near = address('br-lan', '198.51.100.1/24', owner);
const tagged = vlan('vl-mgmt', 7, { owner, vlan: { parent: named('br-lan') } });
const overVlan = [
  physical('eth0'),
  bridge('br-lan', { owner }),
  port('eth0', 'br-lan'),
  tagged,
  address('vl-mgmt', '198.51.100.1/24', owner),
  route('vl-mgmt', '0.0.0.0/0', '198.51.100.254'),
];
const table = (...ids: readonly number[]): VlanTable =>
  vlanTable(ids.map((id) => ({ first: id, last: id, pvid: false, untagged: false })));
const filtering = { stp: false, vlanFiltering: true };

const cuts: readonly Case[] = [
  {
    why: 'removes the bridge over which the host is reached',
    host: ownBridge,
    wanted: [],
  },
  {
    why: 'takes the interface out of the bridge over which the host is reached',
    host: ownBridge,
    previous: [lan, near, port('eth0', 'br-lan', owner)],
    wanted: [lan, near],
  },
  {
    why: 'takes the address away from which the controller is reached',
    host: ownBridge,
    wanted: [lan, port('eth0', 'br-lan', owner)],
  },
  {
    why: 'moves the interface over which the host is reached into another bridge',
    host: ownBridge,
    wanted: [lan, near, bridge('br-new', { owner }), port('eth0', 'br-new', owner)],
  },
  {
    why: 'gives the VLAN over which the host is reached another id',
    host: overVlan,
    wanted: [
      lan,
      port('eth0', 'br-lan', owner),
      vlan('vl-mgmt', 8, { owner, vlan: { parent: named('br-lan') } }),
      address('vl-mgmt', '198.51.100.1/24', owner),
    ],
  },
  {
    why: 'begins to filter VLANs and does not let that of the host pass',
    host: overVlan,
    wanted: [
      bridge('br-lan', { owner, bridge: { ...filtering, vlans: table(7) } }),
      port('eth0', 'br-lan', owner),
      tagged,
      address('vl-mgmt', '198.51.100.1/24', owner),
    ],
  },
  {
    why: 'leads the packets for the controller elsewhere',
    host: nic,
    wanted: [lan, address('br-lan', '203.0.113.1/24', owner)],
  },
  {
    why: 'puts a VLAN that carries the uplink into a bridge',
    host: [
      physical('eth1'),
      vlan('vl-mgmt', 7, { owner }),
      address('vl-mgmt', '198.51.100.1/24', owner),
      route('vl-mgmt', '0.0.0.0/0', '198.51.100.254'),
    ],
    wanted: [lan, vlan('vl-mgmt', 7, { owner, master: named('br-lan') }), near],
  },
];

const noCuts: readonly Case[] = [
  {
    why: 'lowers the MTU of the bridge over which the host is reached',
    host: ownBridge,
    wanted: [{ ...lan, mtu: 1400 }, near, port('eth0', 'br-lan', owner)],
  },
  {
    why: 'adds a port to that bridge',
    host: ownBridge,
    wanted: [lan, near, port('eth0', 'br-lan', owner), port('eth1', 'br-lan', owner)],
  },
  {
    why: 'removes a segment from that bridge',
    host: [
      ...ownBridge,
      vxlan('vx-lan', 7, {
        owner,
        master: named('br-lan'),
        vxlan: { underlay: named('br-lan') },
      }),
    ],
    wanted: [lan, near, port('eth0', 'br-lan', owner)],
  },
  {
    why: 'filters VLANs and lets that of the host pass',
    host: overVlan,
    wanted: [
      bridge('br-lan', { owner, bridge: { ...filtering, vlans: table(7) } }),
      { ...port('eth0', 'br-lan', owner), port: { vlans: table(7, 20) } },
      tagged,
      address('vl-mgmt', '198.51.100.1/24', owner),
    ],
  },
  {
    why: 'makes a bridge of another interface',
    host: nic,
    wanted: [lan, port('eth1', 'br-lan', owner)],
  },
  {
    why: 'has no uplink to spare: the controller is this host',
    host: ownBridge,
    wanted: [],
    uplink: '198.51.100.1' as IpAddress,
  },
];

describe('a change that cuts the host off from its controller', () => {
  it.each(cuts)('is refused where it $why', async (entry) => {
    expect(await problemsIn(entry)).toContainEqual(expect.stringMatching(/^uplink-cut /));
  });

  it.each(cuts.filter(({ why }) => !why.startsWith('leads')))(
    'is refused too for a controller that is known by its name: $why',
    async (entry) => {
      expect(await problemsIn({ ...entry, uplink: 'default' })).toContainEqual(
        expect.stringMatching(/^uplink-cut /),
      );
    },
  );

  it.each(cuts)('is planned where it may do so: $why', async ({ host, wanted }) => {
    const state = await new ModelHost(host).observe();
    const plan = planChange({ contract, wanted: wantedAt(at, ...wanted), previous: [], state });
    expect(plan.ok ? [] : plan.problems.map(({ code }) => code)).toEqual([]);
  });

  it('names the interface and how to allow it', async () => {
    const state = await new ModelHost(ownBridge).observe();
    const plan = planChange({ contract, wanted: [], previous: [], state, uplink: controller });
    const [problem] = plan.ok ? [] : plan.problems;
    expect(problem?.detail).toMatch(/^'br-lan' would be removed.*over 'br-lan'.*mayCutUplink/);
  });
});

describe('a change that does not cut it off', () => {
  it.each(noCuts)('is planned: $why', async (entry) => {
    expect(await problemsIn(entry)).toEqual([]);
  });
});

describe('a bond under the uplink', () => {
  const bonded = [
    physical('eth0'),
    physical('eth1'),
    physical('bond0', { kernelKind: 'bond' }),
    bridge('br-old', { owner }),
    port('eth0', 'bond0'),
    port('eth1', 'bond0'),
    address('bond0', '198.51.100.1/24'),
    route('bond0', '0.0.0.0/0', '198.51.100.254'),
  ];

  it('is cut by becoming a port', async () => {
    const wanted = [bridge('br-old', { owner }), port('bond0', 'br-old', owner)];
    const host = bonded.filter(({ type }) => type !== 'address');
    expect(await problemsIn({ why: '', host, wanted })).toEqual([`uplink-cut ${at}`]);
  });
});
