import { execFileSync } from 'node:child_process';
import { ip } from '../kernel/netns.js';
import { Site, type Workload } from './site.js';

function vrf(name: string, table: number, member: object = {}): Workload {
  return {
    name,
    type: 'vrf',
    data: { table, members: [{ node: 'host-a', name: `vr-${name}`, ...member }] },
  };
}

function vlan(name: string, id: number, member: object): Workload {
  const members = [{ node: 'host-a', name: `vl-${name}`, parent: 'eth2', ...member }];
  return { name, type: 'vlan', data: { id, members } };
}

function bridge(name: string, member: object): Workload {
  return {
    name,
    type: 'bridge',
    data: { members: [{ node: 'host-a', name: `br-${name}`, ...member }] },
  };
}

interface SeenLink {
  readonly ifname: string;
  readonly master?: string;
  readonly linkinfo?: {
    readonly info_kind: string;
    readonly info_data?: { readonly table?: number };
  };
}

function link(name: string): SeenLink | undefined {
  return (ip('-d', 'link', 'show') as readonly SeenLink[]).find(({ ifname }) => ifname === name);
}

interface SeenRoute {
  readonly dst: string;
  readonly type?: string;
  readonly dev?: string;
  readonly gateway?: string;
}

function routes(family: '-4' | '-6', table: string): readonly SeenRoute[] {
  return ip(family, '-d', 'route', 'show', 'table', table) as readonly SeenRoute[];
}

/** Whether the host reaches an address from within a VRF. */
function isReached(vrf: string, address: string): boolean {
  try {
    execFileSync('ping', ['-c', '1', '-W', '2', '-I', vrf, address], { stdio: 'pipe' });
    return true;
  } catch {
    return false; // Its exit code.
  }
}

const shared = ['192.0.2.1/24', '2001:db8:a::1/64'];
const ways = [
  { to: '198.18.0.0/16', via: '192.0.2.2' },
  { to: '2001:db8:b::/48', via: '2001:db8:a::2' },
];

describe('VRF: a routing table of its own', () => {
  it(
    'has the networks and routes of its interfaces, also where another one has the same',
    Site.run(async (site) => {
      const { state, problems } = await site.submit(
        vrf('red', 10, { routes: [{ to: '0.0.0.0/0', unreachable: true, metric: 9999 }] }),
        vrf('blue', 20),
        vlan('a', 10, { vrf: 'red', addresses: shared, routes: ways }),
        bridge('b', { vrf: 'blue', addresses: shared }),
      );

      expect([state, problems]).toEqual(['applied', []]);
      expect(link('vr-red')?.linkinfo).toMatchObject({
        info_kind: 'vrf',
        info_data: { table: 10 },
      });
      expect([link('vl-a')?.master, link('br-b')?.master]).toEqual(['vr-red', 'vr-blue']);
      expect(routes('-4', '10')).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ dst: '192.0.2.0/24', dev: 'vl-a' }),
          expect.objectContaining({ dst: '198.18.0.0/16', gateway: '192.0.2.2' }),
          expect.objectContaining({ dst: 'default', type: 'unreachable' }),
        ]),
      );
      expect(routes('-6', '10')).toContainEqual(
        expect.objectContaining({ dst: '2001:db8:b::/48' }),
      );
      expect(routes('-4', '20')).toContainEqual(
        expect.objectContaining({ dst: '192.0.2.0/24', dev: 'br-b' }),
      );
      expect(isReached('vr-blue', '192.0.2.1')).toBe(true);
      expect(isReached('vr-blue', '198.18.0.1')).toBe(false);
      expect(routes('-4', 'main').filter(({ dst }) => dst.startsWith('192.0.2.'))).toEqual([]);
    }),
  );

  it(
    'is joined, left, given another table and taken away, and all that is in it comes along',
    Site.run(async (site) => {
      const member = { addresses: shared, routes: ways };
      await site.submit(bridge('lan', member));
      const joined = await site.submit(vrf('red', 10), bridge('lan', { ...member, vrf: 'red' }));
      expect([joined.state, joined.problems]).toEqual(['applied', []]);
      expect(routes('-4', '10')).toContainEqual(expect.objectContaining({ dst: '198.18.0.0/16' }));

      const moved = await site.submit(vrf('red', 11), bridge('lan', { ...member, vrf: 'red' }));
      expect([moved.state, moved.problems]).toEqual(['applied', []]);
      expect(link('br-lan')?.master).toBe('vr-red');
      expect(routes('-6', '11')).toContainEqual(
        expect.objectContaining({ dst: '2001:db8:b::/48' }),
      );

      const again = await site.submit(vrf('red', 11), bridge('lan', { ...member, vrf: 'red' }));
      expect(again.lines).toEqual([]);

      const left = await site.submit(vrf('red', 11), bridge('lan', member));
      expect([left.state, left.problems]).toEqual(['applied', []]);
      expect(link('br-lan')?.master).toBeUndefined();
      expect(routes('-6', 'main')).toContainEqual(
        expect.objectContaining({ dst: '2001:db8:b::/48' }),
      );

      const alone = await site.submit(bridge('lan', member));
      expect(alone.state).toBe('applied');
      expect(link('vr-red')).toBeUndefined();
      expect(routes('-4', 'main')).toContainEqual(
        expect.objectContaining({ dst: '198.18.0.0/16' }),
      );
    }),
  );

  it(
    'is refused with the table of another one',
    Site.run(
      async (site) => {
        const { state, problems } = await site.submit(vrf('red', 10));
        expect([state, problems]).toEqual([
          'refused',
          ['vrf-table-claimed-twice /workloads/0/data/members/0'],
        ]);
      },
      () => {
        ip('link', 'add', 'theirs', 'type', 'vrf', 'table', '10');
      },
    ),
  );
});
