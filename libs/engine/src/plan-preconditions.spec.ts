import {
  planChange,
  type InterfaceName,
  type IpAddress,
  type Owner,
  type Resource,
} from '#drivers';
import {
  address,
  bridge,
  flood,
  physical,
  port,
  vlan,
  vxlan,
  wantedAt,
} from '../test/resources.js';
import { ModelHost } from './index.js';

const contract = 'A'.repeat(26);
const owner: Owner = { contract, workload: 'lan' };
const stranger: Owner = { contract: 'B'.repeat(26), workload: 'lan' };
const at = '/workloads/0/data/members/0';

const uplink = [physical('eth0'), address('eth0', '198.51.100.1/24')];

/** `code path` of every reason why a host can't become what is wanted. */
async function problemsOn(
  host: readonly Resource[],
  ...wanted: readonly Resource[]
): Promise<readonly string[]> {
  const state = await new ModelHost([...uplink, ...host]).observe();
  const plan = planChange({ contract, wanted: wantedAt(at, ...wanted), previous: [], state });
  return plan.ok ? [] : plan.problems.map(({ code, path }) => `${code} ${path}`);
}

const lan = bridge('br-lan', { owner });
const segment = vxlan('vx-lan', 7, { owner });

interface Case {
  readonly why: string;
  readonly problems: readonly string[];
  readonly host?: readonly Resource[];
  readonly wanted: readonly Resource[];
}

const tagged = vlan('vl-lan', 7, { owner });

const refused: readonly Case[] = [
  {
    why: 'there is no parent',
    problems: [`parent-unknown ${at}/parent`],
    wanted: [tagged],
  },
  {
    why: 'the parent is a port of a bridge',
    problems: [`parent-is-port ${at}/parent`],
    host: [physical('eth1'), bridge('br-foreign'), port('eth1', 'br-foreign')],
    wanted: [tagged],
  },
  {
    why: 'the parent is a port of a bond',
    problems: [`parent-is-port ${at}/parent`],
    host: [physical('eth1'), physical('bond0', { kernelKind: 'bond' }), port('eth1', 'bond0')],
    wanted: [tagged],
  },
  {
    why: 'the parent is down',
    problems: [`parent-down ${at}/parent`],
    host: [physical('eth1', { up: false })],
    wanted: [tagged],
  },
  {
    why: 'a VLAN is larger than its parent',
    problems: [`mtu-above-parent ${at}`],
    host: [physical('eth1')],
    wanted: [{ ...tagged, mtu: 1501 }],
  },
  {
    why: 'a VLAN is larger than its parent will be',
    problems: [`mtu-above-parent ${at}`],
    host: [bridge('br-lan', { owner, mtu: 1500 })],
    wanted: [
      bridge('br-lan', { owner, mtu: 1400 }),
      vlan('vl-lan', 7, { owner, mtu: 1401, vlan: { parent: 'br-lan' as InterfaceName } }),
    ],
  },
  {
    why: 'a VLAN with IPv6 takes the MTU of a parent that has too little for it',
    problems: [`mtu-below-ipv6-minimum ${at}`],
    host: [physical('eth1', { mtu: 1279 })],
    wanted: [{ ...tagged, ipv6: true }],
  },
  {
    why: 'its VLAN is on an interface of somebody else',
    problems: [`vlan-claimed-twice ${at}`],
    host: [physical('eth1'), vlan('eth1.7', 7)],
    wanted: [tagged],
  },
  {
    why: 'its port carries a VLAN of another contract',
    problems: [`port-carries-vlans ${at}`],
    host: [physical('eth1'), vlan('vl-other', 7, { owner: stranger })],
    wanted: [lan, port('eth1', 'br-lan', owner)],
  },
  {
    why: 'its name is that of an interface of somebody else',
    problems: [`interface-name-conflict ${at}`],
    host: [physical('br-lan')],
    wanted: [lan],
  },
  {
    why: 'its name is that of an interface of another contract',
    problems: [`interface-name-conflict ${at}`],
    host: [bridge('br-lan', { owner: stranger })],
    wanted: [lan],
  },
  {
    why: 'there is no underlay',
    problems: [`underlay-unknown ${at}/underlay`],
    wanted: [vxlan('vx-lan', 7, { owner, vxlan: { underlay: 'eth9' as InterfaceName } })],
  },
  {
    why: 'the underlay goes with this very change',
    problems: [`underlay-unknown ${at}/underlay`],
    host: [bridge('br-old', { owner })],
    wanted: [vxlan('vx-lan', 7, { owner, vxlan: { underlay: 'br-old' as InterfaceName } })],
  },
  {
    why: 'the host does not have the local address',
    problems: [`local-address-unknown ${at}/local`],
    wanted: [vxlan('vx-lan', 7, { owner, vxlan: { local: '198.51.100.9' as IpAddress } })],
  },
  {
    why: 'the local address goes with this very change',
    problems: [`local-address-unknown ${at}/local`],
    host: [lan, address('br-lan', '203.0.113.1/24', owner)],
    wanted: [lan, vxlan('vx-lan', 7, { owner, vxlan: { local: '203.0.113.1' as IpAddress } })],
  },
  {
    why: 'the underlay is in truth smaller than the charter says',
    problems: [`mtu-above-underlay ${at}`],
    host: [physical('eth1', { mtu: 1400 })],
    wanted: [
      vxlan('vx-lan', 7, { owner, mtu: 1351, vxlan: { underlay: 'eth1' as InterfaceName } }),
    ],
  },
  {
    why: 'the bridge under it will be smaller',
    problems: [`mtu-above-underlay ${at}`],
    host: [bridge('br-lan', { owner, mtu: 1500 })],
    wanted: [
      bridge('br-lan', { owner, mtu: 1400 }),
      vxlan('vx-lan', 7, { owner, vxlan: { underlay: 'br-lan' as InterfaceName } }),
    ],
  },
  {
    why: 'the bridge under it follows a port that is too small',
    problems: [`mtu-above-underlay ${at}`],
    host: [lan, physical('eth1', { mtu: 1400 }), port('eth1', 'br-lan')],
    wanted: [lan, vxlan('vx-lan', 7, { owner, vxlan: { underlay: lan.name } })],
  },
  {
    why: 'its bridge shall be larger than it is itself',
    problems: [`mtu-above-port ${at}`],
    wanted: [bridge('br-lan', { owner, mtu: 1500 }), { ...segment, master: lan.name }],
  },
  {
    why: 'its bridge shall be larger than a granted port',
    problems: [`mtu-above-port ${at}`],
    host: [physical('eth1', { mtu: 1400 })],
    wanted: [bridge('br-lan', { owner, mtu: 1500 }), port('eth1', 'br-lan', owner)],
  },
  {
    why: 'its bridge would become too small for its IPv6 addresses',
    problems: [`mtu-below-ipv6-minimum ${at}`],
    wanted: [
      bridge('br-lan', { owner, ipv6: true }),
      address('br-lan', '2001:db8:a::1/64', owner),
      { ...segment, mtu: 1279, master: lan.name },
    ],
  },
  {
    why: 'an interface of somebody else has its VNI',
    problems: [`vni-claimed-twice ${at}`],
    host: [vxlan('vx-theirs', 7)],
    wanted: [segment],
  },
  {
    why: 'an interface of another contract has its VNI',
    problems: [`vni-claimed-twice ${at}`],
    host: [vxlan('vx-theirs', 7, { owner: stranger })],
    wanted: [segment],
  },
  {
    why: 'an interface of somebody else has its address',
    problems: [`address-claimed-twice ${at}`],
    wanted: [lan, address('br-lan', '198.51.100.1/25', owner)],
  },
  {
    why: 'there is no such port',
    problems: [`port-unknown ${at}`],
    wanted: [lan, port('eth9', 'br-lan', owner)],
  },
  {
    why: 'its port is in a bridge of somebody else',
    problems: [`port-in-foreign-bridge ${at}`],
    host: [physical('eth1'), bridge('br-theirs'), port('eth1', 'br-theirs')],
    wanted: [lan, port('eth1', 'br-lan', owner)],
  },
  {
    why: 'its port is in a bridge of another contract',
    problems: [`port-in-foreign-bridge ${at}`],
    host: [physical('eth1'), bridge('br-theirs', { owner: stranger }), port('eth1', 'br-theirs')],
    wanted: [lan, port('eth1', 'br-lan', owner)],
  },
  {
    why: 'its port carries addresses',
    problems: [`port-carries-addresses ${at}`],
    wanted: [lan, port('eth0', 'br-lan', owner)],
  },
  {
    why: 'several things are wrong',
    problems: [
      `interface-name-conflict ${at}`,
      `local-address-unknown ${at}/local`,
      `mtu-above-underlay ${at}`,
      `vni-claimed-twice ${at}`,
    ],
    host: [physical('vx-lan'), vxlan('vx-theirs', 7)],
    wanted: [
      vxlan('vx-lan', 7, { owner, mtu: 1451, vxlan: { local: '198.51.100.9' as IpAddress } }),
    ],
  },
];

const taken: readonly Omit<Case, 'problems'>[] = [
  { why: 'an interface of that name is its own', host: [lan], wanted: [{ ...lan, up: false }] },
  {
    why: 'its underlay and its local address come with the same change',
    wanted: [
      lan,
      address('br-lan', '203.0.113.1/24', owner),
      vxlan('vx-lan', 7, {
        owner,
        vxlan: { underlay: lan.name, local: '203.0.113.1' as IpAddress },
      }),
    ],
  },
  {
    why: 'the MTU that was too small goes from the bridge under it',
    host: [bridge('br-lan', { owner, mtu: 1400 })],
    wanted: [lan, vxlan('vx-lan', 7, { owner, vxlan: { underlay: lan.name } })],
  },
  {
    why: 'its local address is on another interface than its underlay',
    host: [physical('lo'), address('lo', '203.0.113.1/32')],
    wanted: [vxlan('vx-lan', 7, { owner, vxlan: { local: '203.0.113.1' as IpAddress } })],
  },
  {
    why: 'somebody else has its VNI over the other family',
    host: [vxlan('vx-theirs', 7, { vxlan: { local: '2001:db8::1' as IpAddress } })],
    wanted: [segment],
  },
  {
    why: 'an interface of its own gives its VNI up',
    host: [vxlan('vx-old', 7, { owner })],
    wanted: [segment],
  },
  {
    why: 'its address moves between its bridges',
    host: [bridge('br-old', { owner }), address('br-old', '192.0.2.1/24', owner)],
    wanted: [lan, address('br-lan', '192.0.2.1/24', owner)],
  },
  {
    why: 'its bridge is told no MTU and follows its port',
    wanted: [lan, { ...segment, mtu: 1000, master: lan.name }],
  },
  {
    why: 'its port comes out of a bridge of its own',
    host: [bridge('br-old', { owner }), physical('eth1'), port('eth1', 'br-old')],
    wanted: [lan, port('eth1', 'br-lan', owner)],
  },
  {
    why: 'the parent of a VLAN leaves its bridge with the same change',
    host: [bridge('br-old', { owner }), physical('eth1'), port('eth1', 'br-old')],
    wanted: [tagged],
  },
  {
    why: 'the parent of a VLAN is in a VRF, which takes no frames from it',
    host: [physical('eth1'), physical('vrf0', { kernelKind: 'vrf' }), port('eth1', 'vrf0')],
    wanted: [tagged],
  },
  {
    why: 'a VLAN of loose binding stands over what is down',
    host: [physical('eth1', { up: false })],
    wanted: [vlan('vl-lan', 7, { owner, vlan: { looseBinding: true } })],
  },
  {
    why: 'somebody else has its VLAN in the other protocol',
    host: [physical('eth1'), vlan('eth1.7', 7, { vlan: { protocol: '802.1ad' } })],
    wanted: [tagged],
  },
  {
    why: 'its port carries a VLAN that somebody made by hand',
    host: [physical('eth1'), vlan('eth1.7', 7)],
    wanted: [lan, port('eth1', 'br-lan', owner)],
  },
  {
    why: 'its port loses its VLANs with the same change',
    host: [physical('eth1'), tagged],
    wanted: [lan, port('eth1', 'br-lan', owner)],
  },
  {
    why: 'the remotes are unknown to the host',
    wanted: [segment, flood('vx-lan', '198.51.100.2')],
  },
];

describe('a host refuses a change before it touches anything', () => {
  it.each(refused)('when $why', async ({ problems, host = [], wanted }) => {
    expect(await problemsOn(host, ...wanted)).toEqual(problems);
  });
});

describe('a host takes a change', () => {
  it.each(taken)('when $why', async ({ host = [], wanted }) => {
    expect(await problemsOn(host, ...wanted)).toEqual([]);
  });
});
