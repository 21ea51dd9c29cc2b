import { readdirSync } from 'node:fs';
import { bridge, inNewNetns, ip } from './netns.js';

const names = (): unknown[] =>
  (ip('link', 'show') as readonly { readonly ifname: string }[]).map(({ ifname }) => ifname);

describe('the lab', () => {
  it('says that it is one, and begins with a loopback device alone', () => {
    expect(process.env['HERCULES_LAB']).toBe('1');
    expect(process.getuid?.()).toBe(0);
    expect(names()).toEqual(['lo']);
  });

  it.each([
    ['dummy', []],
    ['vrf', ['table', '10']],
    ['bond', ['mode', '802.3ad']],
    ['vxlan', ['id', '7', 'dstport', '4789']],
    ['geneve', ['id', '7', 'remote', '192.0.2.1']],
    ['gretap', ['remote', '192.0.2.1', 'local', '192.0.2.2']],
    ['wireguard', []],
    ['xfrm', ['if_id', '42']],
    ['bridge', ['vlan_filtering', '1', 'vlan_protocol', '802.1ad', 'mcast_snooping', '1']],
  ])('has links of kind %s, and no others come by themselves', async (kind, options) => {
    await inNewNetns(async () => {
      ip('link', 'add', 'name', 'x0', 'type', kind, ...options);

      expect(names()).toEqual(['lo', 'x0']);
    });
  });

  it('has VLANs of both protocols, with GVRP and MVRP', async () => {
    await inNewNetns(async () => {
      ip('link', 'add', 'x0', 'type', 'dummy');
      const service = ['protocol', '802.1ad', 'id', '7'];
      ip('link', 'add', 'link', 'x0', 'x0.7', 'type', 'vlan', ...service);
      const customer = ['id', '8', 'gvrp', 'on', 'mvrp', 'on'];
      ip('link', 'add', 'link', 'x0.7', 'x0.7.8', 'type', 'vlan', ...customer);

      expect(names()).toEqual(['lo', 'x0', 'x0.7', 'x0.7.8']);
    });
  });

  it('has VLAN filtering on bridges', async () => {
    await inNewNetns(async () => {
      ip('link', 'add', 'br0', 'type', 'bridge', 'vlan_filtering', '1');
      bridge('vlan', 'add', 'dev', 'br0', 'vid', '2-4094', 'self');

      expect(bridge('vlan', 'show')).toMatchObject([
        { ifname: 'br0', vlans: [{ vlan: 1 }, { vlan: 2, vlanEnd: 4094 }] },
      ]);
    });
  });

  it('sees the files of the machine', () => {
    expect(readdirSync(process.cwd())).toContain('package.json');
  });
});
