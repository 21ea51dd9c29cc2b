import { ip } from '../kernel/netns.js';
import { seenAddresses, seenLink } from './seen.js';
import { Site, type Workload } from './site.js';

const lan: Workload = {
  name: 'lan',
  type: 'bridge',
  data: { members: [{ node: 'host-a', name: 'br-lan' }] },
};

function wire(addresses?: 'keep' | 'move', bridge = 'lan'): Workload {
  const member = { node: 'host-a', link: 'eth1', ...(addresses && { addresses }) };
  return { name: 'wire', type: 'direct', data: { bridge, members: [member] } };
}

/** eth1 is how the host is reached. */
function addressed(): void {
  ip('address', 'add', '192.0.2.1/24', 'dev', 'eth1');
  ip('address', 'add', '192.0.2.2/24', 'dev', 'eth1');
  ip('address', 'add', '2001:db8:1::1/64', 'dev', 'eth1', 'nodad');
  ip('route', 'add', 'default', 'via', '192.0.2.254', 'dev', 'eth1');
  ip('route', 'add', '203.0.113.0/24', 'via', '192.0.2.253', 'metric', '7', 'proto', 'dhcp');
  ip('route', 'add', '2001:db8:9::/48', 'via', '2001:db8:1::fe', 'dev', 'eth1', 'proto', 'static');
}

function seenRoutes(...to: readonly string[]): readonly unknown[] {
  return ip('route', 'show', ...to);
}

describe('a direct connection', () => {
  it(
    'makes a granted interface a port, and frees it at the end',
    Site.run(async (site) => {
      const { state } = await site.submit(lan, wire());

      expect(state).toBe('applied');
      expect(seenLink('eth1')).toMatchObject({ master: 'br-lan' });
    }),
  );

  it(
    'refuses an interface with addresses of which it says nothing',
    Site.run(async (site) => {
      const { problems } = await site.submit(lan, wire());

      expect(problems).toEqual(['port-carries-addresses /workloads/1/data/members/0']);
    }, addressed),
  );

  it(
    'leaves them idle where it says so',
    Site.run(async (site) => {
      await site.submit(lan, wire('keep'));

      expect(seenAddresses('eth1')).toHaveLength(3);
      expect(seenAddresses('br-lan')).toEqual([]);
    }, addressed),
  );

  it(
    'moves addresses and routes to the bridge, and back at the end',
    Site.run(async (site) => {
      await site.submit(lan, wire('move'));

      expect(seenAddresses('eth1')).toEqual([]);
      expect(seenAddresses('br-lan')).toEqual(['192.0.2.1/24', '192.0.2.2/24', '2001:db8:1::1/64']);
      expect(seenRoutes('default')).toMatchObject([{ dev: 'br-lan', gateway: '192.0.2.254' }]);
      expect(seenRoutes('203.0.113.0/24')).toMatchObject([
        { dev: 'br-lan', metric: 7, protocol: 'dhcp' },
      ]);
      expect(ip('-6', 'route', 'show', '2001:db8:9::/48')).toMatchObject([
        { dev: 'br-lan', protocol: 'static' },
      ]);
    }, addressed),
  );

  it(
    'gives them back when the port leaves and the bridge stays',
    Site.run(async (site) => {
      await site.submit(lan, wire('move'));
      await site.submit(lan);

      expect(seenAddresses('br-lan')).toEqual([]);
      expect(seenAddresses('eth1')).toHaveLength(3);
      expect(seenRoutes('default')).toMatchObject([{ dev: 'eth1' }]);
    }, addressed),
  );

  it(
    'makes a VLAN of the contract a port',
    Site.run(async (site) => {
      const members = [{ node: 'host-a', name: 'vl-ten', parent: 'eth2' }];
      const tag = { name: 'tag', type: 'vlan', data: { id: 10, members } };
      const data = { bridge: 'lan', over: 'tag', members: [{ node: 'host-a' }] };
      await site.submit(lan, tag, { name: 'wire', type: 'direct', data });

      expect(seenLink('vl-ten')).toMatchObject({ master: 'br-lan' });
    }),
  );
});
