import type { IpAddress } from './addresses.js';
import { capabilityTitle } from './capabilities.js';
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

describe('what an object needs of the kernel', () => {
  it.each([
    ['a bridge', bridge, ['link:bridge']],
    ['a bridge that filters VLANs', filtering, ['link:bridge', 'bridge:vlan-filtering']],
    ['a VLAN', vlan, ['link:vlan']],
    ['a port with VLANs', tagged, ['bridge:vlan-filtering']],
    ['a port without', { ...tagged, port: {} }, []],
    ['a permanent group', group, ['bridge:group-marks']],
  ])('%s', (_, resource, needs) => {
    expect(needsOf(resource)).toEqual(needs);
  });
});

describe('what a host lacks', () => {
  const wanted: readonly WantedResource[] = [
    { path: '/workloads/0/data/members/0', resource: filtering },
    { path: '/workloads/1/data/members/0', resource: vlan },
  ];

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
