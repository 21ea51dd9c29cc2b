import { ip } from '../kernel/netns.js';
import { Site, type Workload } from './site.js';

function bridge(name: string, member: object = {}, data: object = {}): Workload {
  const members = [{ node: 'host-a', name: `br-${name}`, ports: ['eth1'], ...member }];
  return { name, type: 'bridge', data: { members, ...data } };
}

function vlan(name: string, id: number, member: object = {}, data: object = {}): Workload {
  const members = [{ node: 'host-a', name: `vl-${name}`, parent: 'eth2', ...member }];
  return { name, type: 'vlan', data: { id, members, ...data } };
}

interface SeenRoute {
  readonly type?: string;
  readonly dst: string;
  readonly gateway?: string;
  readonly dev?: string;
  readonly metric?: number;
  readonly protocol: string;
  readonly prefsrc?: string;
  readonly flags: readonly string[];
}

/** Those that are ours, of every table. */
function seenRoutes(family: '-4' | '-6'): readonly SeenRoute[] {
  const routes = ip(family, '-N', 'route', 'show', 'table', 'all') as readonly SeenRoute[];
  return routes.filter(({ protocol }) => protocol === '72');
}

const addresses = ['192.0.2.1/24', '2001:db8:a::1/64'];

describe('V19: routes are those that the intent asks for', () => {
  it(
    'and none where it asks for none',
    Site.run(async (site) => {
      await site.submit(bridge('lan', { addresses }));
      expect([...seenRoutes('-4'), ...seenRoutes('-6')]).toEqual([]);
    }),
  );

  it(
    'in both families, by way of a router, from a source, on the link and to nowhere',
    Site.run(async (site) => {
      const routes = [
        { to: '0.0.0.0/0', via: '192.0.2.254', metric: 50, source: '192.0.2.1' },
        { to: '198.18.0.0/16' },
        { to: '198.19.0.0/16', via: '203.0.113.9', onLink: true },
        { to: '203.0.113.0/24', blackhole: true },
        { to: '2001:db8:b::/48', via: '2001:db8:a::ff' },
        { to: '2001:db8:c::/48', unreachable: true, table: 100 },
      ];
      const { state, problems } = await site.submit(bridge('lan', { addresses, routes }));

      expect([state, problems]).toEqual(['applied', []]);
      expect(seenRoutes('-4')).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            dst: 'default',
            gateway: '192.0.2.254',
            metric: 50,
            prefsrc: '192.0.2.1',
          }),
          expect.objectContaining({ dst: '198.18.0.0/16', dev: 'br-lan' }),
          expect.objectContaining({
            dst: '198.19.0.0/16',
            gateway: '203.0.113.9',
            flags: ['onlink'],
          }),
          expect.objectContaining({ dst: '203.0.113.0/24', type: '6' }),
        ]),
      );
      expect(seenRoutes('-6')).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            dst: '2001:db8:b::/48',
            gateway: '2001:db8:a::ff',
            metric: 1024,
          }),
          expect.objectContaining({ dst: '2001:db8:c::/48', type: '7' }),
        ]),
      );
    }),
  );

  it(
    'which come, change and go without a flap of the interface',
    Site.run(async (site) => {
      const to = '198.18.0.0/16';
      await site.submit(bridge('lan', { addresses, routes: [{ to, via: '192.0.2.2' }] }));
      const changed = await site.submit(
        bridge('lan', { addresses, routes: [{ to, via: '192.0.2.3' }] }),
      );
      expect(changed.lines).toEqual(['change route 254 198.18.0.0/16 0 (via)']);
      const gone = await site.submit(bridge('lan', { addresses }));
      expect(gone.lines).toEqual(['delete route 254 198.18.0.0/16 0']);
      expect(seenRoutes('-4')).toEqual([]);
    }),
  );

  it(
    'and which come back with an interface that is made anew',
    Site.run(async (site) => {
      const routes = [{ to: '198.18.0.0/16', via: '192.0.2.2' }];
      await site.submit(vlan('a', 10, { addresses, routes }));
      const { state, lines } = await site.submit(vlan('a', 11, { addresses, routes }));
      expect(state).toBe('applied');
      expect(lines[0]).toBe('recreate link vl-a (vlan.id)');
      expect(seenRoutes('-4')).toMatchObject([{ dst: '198.18.0.0/16', dev: 'vl-a' }]);
    }),
  );

  it(
    'and which come back after the interface was down',
    Site.run(async (site) => {
      const routes = [
        { to: '198.18.0.0/16', via: '192.0.2.2' },
        { to: '2001:db8:b::/48', via: '2001:db8:a::2' },
      ];
      const workload = bridge('lan', { addresses, routes });
      await site.submit(workload);
      ip('link', 'set', 'br-lan', 'down');
      ip('link', 'set', 'br-lan', 'up');
      expect(seenRoutes('-4')).toEqual([]);
      const { state } = await site.submit(workload);
      expect(state).toBe('applied');
      expect(seenRoutes('-4')).toHaveLength(1);
      expect(seenRoutes('-6')).toHaveLength(1);
    }),
  );

  it(
    'and never that of somebody else',
    Site.run(
      async (site) => {
        const routes = [{ to: '203.0.113.0/24', via: '192.0.2.2' }];
        const { state, problems } = await site.submit(bridge('lan', { addresses, routes }));
        expect([state, problems]).toEqual([
          'refused',
          ['route-conflict /workloads/0/data/members/0/routes/0'],
        ]);
      },
      () => {
        ip('route', 'add', 'blackhole', '203.0.113.0/24');
      },
    ),
  );
});
