import type { IpAddress } from './addresses.js';
import { capabilityTitle } from './capabilities.js';
import type { IpsecResource } from './ipsec-connection.js';
import type { InterfaceName } from './names.js';
import { needProblems, needsOf } from './needs.js';
import type { LinkResource, WantedResource } from './resource.js';
import type { VlanTable } from './vlan-table.js';

const common = { type: 'link', name: 'if-1' as InterfaceName, up: true, ipv6: false } as const;
const bridge: LinkResource = { ...common, kind: 'bridge', bridge: { stp: false } };
const filtering: LinkResource = { ...bridge, bridge: { stp: false, vlanFiltering: true } };
const vlan: LinkResource = {
  ...common,
  kind: 'vlan',
  vlan: { id: 7, protocol: '802.1Q', parent: 'eth1' as InterfaceName },
};
const tagged = {
  type: 'port',
  link: 'eth1' as InterfaceName,
  master: 'if-1' as InterfaceName,
  port: { vlans: '7 pvid untagged' as VlanTable },
} as const;

const group = {
  type: 'mdb',
  bridge: 'if-1' as InterfaceName,
  link: 'eth1' as InterfaceName,
  group: '239.1.1.1' as IpAddress,
} as const;

const tunnel = {
  type: 'ipsec',
  ikeProposals: 'aes256gcm16-prfsha384-ecp384',
  espProposals: 'aes256gcm16-ecp384',
} as IpsecResource;
const hybrid: IpsecResource = {
  ...tunnel,
  ikeProposals: 'aes256gcm16-prfsha384-ecp384-ke1_mlkem1024,aes256gcm16-prfsha384-ecp384',
};

describe('what an object needs of the kernel', () => {
  it.each([
    ['a bridge', bridge, ['link:bridge']],
    ['a bridge that filters VLANs', filtering, ['link:bridge', 'bridge:vlan-filtering']],
    ['a VLAN', vlan, ['link:vlan']],
    ['a port with VLANs', tagged, ['bridge:vlan-filtering']],
    ['a port without', { ...tagged, port: {} }, []],
    ['a permanent group', group, ['bridge:group-marks']],
    ['a tunnel', tunnel, ['xfrm']],
    ['a tunnel that would rather be hybrid', hybrid, ['xfrm', 'ike:ml-kem-1024']],
  ])('%s', (_, resource, needs) => {
    expect(needsOf(resource)).toEqual(needs);
  });
});

describe('what a host lacks', () => {
  const wanted: readonly WantedResource[] = [
    { path: '/workloads/0/data/members/0', resource: filtering },
    { path: '/workloads/1/data/members/0', resource: vlan },
  ];

  it('may be the IKE daemon, for which it needs no other kernel', () => {
    const pq = [{ path: '/workloads/0/data', resource: hybrid }];
    const problems = needProblems(pq, { xfrm: true, 'ike:ml-kem-1024': false }, "host 'a'");
    expect(problems.map(({ detail }) => detail)).toEqual([
      "host 'a' has no ML-KEM-1024, for which its IKE daemon must be strongSwan 6.0.2 with OpenSSL 3.5 (ike:ml-kem-1024): install it there, or choose other proposals",
    ]);
  });

  it('is named with the place that asks for it, and what to do', () => {
    const problems = needProblems(wanted, {
      'link:bridge': true,
      'bridge:vlan-filtering': false,
    });
    expect(problems).toEqual([
      {
        code: 'capability-missing',
        path: '/workloads/0/data/members/0',
        detail: expect.stringContaining('VLAN filtering on bridges (bridge:vlan-filtering)'),
      },
    ]);
  });

  it('is nothing where nothing is known', () => {
    expect(needProblems(wanted)).toEqual([]);
    expect(needProblems(wanted, {})).toEqual([]);
  });

  it('has words for people', () => {
    expect(capabilityTitle('link:vrf')).toBe('links of kind vrf');
  });
});
