import { setTimeout as sleep } from 'node:timers/promises';
import { ip } from '../kernel/netns.js';
import { seenAddresses, seenLink } from './seen.js';
import { Site, type Workload } from './site.js';

function bond(data: object = {}, member: object = {}): Workload {
  const members = [{ node: 'host-a', name: 'bo-up', links: ['eth1', 'eth2'], ...member }];
  return { name: 'uplinks', type: 'bond', data: { mode: 'active-backup', members, ...data } };
}

function bridge(ports: readonly string[] = []): Workload {
  const members = [{ node: 'host-a', name: 'br-lan', ports }];
  return { name: 'lan', type: 'bridge', data: { members } };
}

function vlan(id: number, over: string, data: object = {}): Workload {
  const members = [{ node: 'host-a', name: `vl-${id}` }];
  return { name: `tag${id}`, type: 'vlan', data: { id, over, members, ...data } };
}

function seenBond(): unknown {
  return seenLink('bo-up')?.linkinfo?.info_data;
}

describe('a bond', () => {
  it.each([
    ['balance-rr', {}, {}],
    ['active-backup', { miimon: 50, upDelay: 200, downDelay: 100 }, { miimon: 50, updelay: 200 }],
    ['balance-xor', { xmitHashPolicy: 'layer3+4' }, { xmit_hash_policy: 'layer3+4' }],
    ['broadcast', { minLinks: 1 }, { min_links: 1 }],
    ['802.3ad', { lacpRate: 'fast', adSelect: 'count' }, { ad_lacp_rate: 'fast' }],
    ['balance-tlb', {}, {}],
    ['balance-alb', {}, {}],
  ])('of mode %s has what is asked, and its links', (mode, options, seen) =>
    Site.run(async (site) => {
      const { state, problems } = await site.submit(bond({ mode, ...options }));

      expect([state, problems]).toEqual(['applied', []]);
      expect(seenBond()).toMatchObject({ mode, ...seen });
      expect(seenLink('eth1')).toMatchObject({ master: 'bo-up' });
      expect(seenLink('eth2')?.flags).toContain('UP');
    })(),
  );

  it(
    'changes in place what the kernel changes in place',
    Site.run(async (site) => {
      await site.submit(bond({}, { primary: 'eth1' }));
      const index = seenLink('bo-up')?.ifindex;
      const { lines } = await site.submit(
        bond({ miimon: 200, upDelay: 400, minLinks: 1 }, { primary: 'eth2' }),
      );

      expect(lines).toEqual([
        'change link bo-up (bond.miimon, bond.minLinks, bond.primary, bond.upDelay)',
      ]);
      expect(seenLink('bo-up')?.ifindex).toBe(index);
      expect(seenBond()).toMatchObject({ miimon: 200, updelay: 400, primary: 'eth2' });
      await site.submit(bond());
      expect(seenBond()).toMatchObject({ miimon: 100, updelay: 0, min_links: 0 });
      expect(seenBond()).not.toHaveProperty('primary');
    }),
  );

  it(
    'is made anew for another mode, with all that stood on it',
    Site.run(async (site) => {
      const addresses = ['192.0.2.1/24', '2001:db8:1::1/64'];
      await site.submit(bond(), vlan(10, 'uplinks', { mtu: 1400 }));
      const { lines } = await site.submit(
        bond({ mode: '802.3ad' }, { addresses }),
        vlan(10, 'uplinks', { mtu: 1400 }),
      );

      expect(lines).toContainEqual(expect.stringMatching(/^recreate link bo-up \(bond.mode/));
      expect(seenLink('eth2')).toMatchObject({ master: 'bo-up' });
      expect(seenLink('vl-10')).toMatchObject({ link: 'bo-up', mtu: 1400 });
      expect(seenAddresses('bo-up')).toEqual(addresses);
    }),
  );

  it(
    'loses a link and takes it back',
    Site.run(async (site) => {
      await site.submit(bond());
      await site.submit(bond({}, { links: ['eth1'] }));
      expect(seenLink('eth2')).not.toHaveProperty('master');
      expect(seenLink('eth2')?.flags).toContain('UP');

      await site.submit(bond());
      expect(seenLink('eth2')).toMatchObject({ master: 'bo-up' });
    }),
  );

  it(
    'gets its links back when somebody takes them out',
    Site.run(async (site) => {
      await site.submit(bond());
      ip('link', 'set', 'eth2', 'nomaster');
      const { lines } = await site.submit(bond());

      expect(lines).toEqual(['create port eth2']);
      expect(seenLink('eth2')?.flags).toContain('UP');
    }),
  );

  it(
    'of others carries a VLAN, and is a port of a bridge, where it is granted',
    Site.run(
      async (site) => {
        const members = [{ node: 'host-a', link: 'bond7' }];
        const wire = { name: 'wire', type: 'direct', data: { bridge: 'lan', members } };
        await site.submit(bridge(), wire);
        expect(seenLink('bond7')).toMatchObject({ master: 'br-lan' });

        const tagged = [{ node: 'host-a', name: 'vl-10', parent: 'bond7' }];
        const data = { id: 10, members: tagged };
        await site.submit({ name: 'tag', type: 'vlan', data });
        expect(seenLink('vl-10')).toMatchObject({ link: 'bond7' });
      },
      () => {
        ip('link', 'add', 'bond7', 'type', 'bond', 'mode', 'active-backup');
        ip('link', 'set', 'bond7', 'addrgenmode', 'none');
        ip('link', 'set', 'bond7', 'up');
      },
      ['bond7'],
    ),
  );
});

describe('B6: a port leaves a bridge and joins a bond', () => {
  it(
    'in one change, and back',
    Site.run(async (site) => {
      await site.submit(bridge(['eth1']), bond({}, { links: ['eth2'] }));
      const { lines } = await site.submit(bridge(), bond());

      expect(lines).toEqual(['change port eth1 (master)']);
      expect(seenLink('eth1')).toMatchObject({ master: 'bo-up' });
      expect(seenLink('eth1')?.flags).toContain('UP');

      await site.submit(bridge(['eth1']), bond({}, { links: ['eth2'] }));
      expect(seenLink('eth1')).toMatchObject({ master: 'br-lan' });
      expect(seenLink('eth1')?.flags).toContain('UP');
    }),
  );
});

describe('B23: a deep stack in one request', () => {
  /** With the interfaces below the bond, the most that the kernel stacks (MAX_NEST_DEV of netdevice.h). */
  const levels = [
    bond(),
    vlan(10, 'uplinks', { protocol: '802.1ad' }),
    vlan(11, 'tag10'),
    vlan(12, 'tag11'),
    vlan(13, 'tag12'),
    vlan(14, 'tag13', { attach: 'lan' }),
    bridge(),
  ];

  it.each([
    ['from below', levels],
    ['from above', levels.toReversed()],
    ['mixed', [5, 2, 0, 3, 6, 1, 4].flatMap((level) => levels[level] ?? [])],
  ])('of eight levels stands, written %s', (_, workloads) =>
    Site.run(async (site) => {
      const { state, problems } = await site.submit(...workloads);

      expect([state, problems]).toEqual(['applied', []]);
      expect(seenLink('vl-14')).toMatchObject({ master: 'br-lan', link: 'vl-13' });
      expect(seenLink('vl-10')).toMatchObject({ link: 'bo-up' });
    })(),
  );
});

describe('B25: VLANs and QinQ as ports of a bridge', () => {
  const stack = (mode: string): readonly Workload[] => [
    bond({ mode }),
    vlan(10, 'uplinks', { attach: 'lan' }),
    vlan(20, 'uplinks', { protocol: '802.1ad' }),
    vlan(21, 'tag20', { attach: 'lan', bridgePort: { isolated: true } }),
    bridge(),
  ];
  const expectPorts = (): void => {
    expect(seenLink('vl-10')).toMatchObject({ master: 'br-lan', link: 'bo-up' });
    expect(seenLink('vl-21')).toMatchObject({ master: 'br-lan', link: 'vl-20' });
    expect(seenLink('vl-21')?.linkinfo?.info_slave_data).toMatchObject({ isolated: true });
  };

  it(
    'are ports, also after what they stand on was made anew',
    Site.run(async (site) => {
      await site.submit(...stack('active-backup'));
      expectPorts();

      const { lines } = await site.submit(...stack('802.3ad'));
      expect(lines).toContain('recreate link bo-up (bond.mode)');
      expectPorts();
    }),
  );
});

describe('V15: a VLAN over a bond without carrier', () => {
  const plug = (state: 'on' | 'off'): void => {
    for (const link of ['eth1', 'eth2']) ip('link', 'set', link, 'carrier', state);
  };

  /** Milliseconds that the kernel gives itself to tell of a carrier (net/core/link_watch.c), and some more. */
  const settling = 1500;

  it(
    'stands, and comes up when the bond does',
    Site.run(
      async (site) => {
        plug('off');
        await site.submit(bond({ miimon: 10 }), vlan(10, 'uplinks'));
        expect(seenLink('vl-10')?.flags).toContain('UP');
        expect(seenLink('vl-10')?.flags).not.toContain('LOWER_UP');

        plug('on');
        await sleep(settling);
        expect(seenLink('vl-10')?.flags).toContain('LOWER_UP');
      },
      () => {
        for (const state of ['off', 'on'] as const) {
          plug(state);
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, settling);
        }
      },
    ),
  );
});
