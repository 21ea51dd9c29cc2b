import type { HostState } from '#drivers';
import { TrackedHost, type TrackedHostOptions } from '../src/tracked-host.js';
import { switchIpv6 } from '../src/ipv6-switch.js';
import { noTuner } from '../src/socket-options.js';
import { NetlinkError } from '../src/netlink-error.js';
import { watchHost, type HostEvent, type Watch } from '../src/watch.js';
import { bridge, ip, onKernel, withNetns } from './on-kernel.js';
import { change, create, remove } from './operations.js';
import { changeSomething, prepareForChanges, seededRandom } from './random-changes.js';
import { addressOn, bridgeLink, flood, name, vxlanLink } from './sample-resources.js';

/** A test on a host that is tracked, beside a plain reading of it. */
function tracking(
  test: (tracked: TrackedHost, fresh: () => Promise<HostState>) => Promise<void>,
  options: TrackedHostOptions = {},
): () => Promise<void> {
  return onKernel(async (host) => {
    const tracked = await TrackedHost.open(options);
    try {
      await test(tracked, () => host.observe());
    } finally {
      tracked.close();
    }
  });
}

const vx0 = vxlanLink('vx0');
const vx1 = vxlanLink('vx1', { vni: 101 });

function ipWords(text: string): void {
  ip(...text.split(' '));
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 30));
}

type Listener = (event: HostEvent) => void;

/** Has room for two or three events. */
function lossy(listener: Listener): Promise<Watch> {
  return watchHost(listener, { receiveBuffer: 4096 });
}

function deaf(listener: Listener): Promise<Watch> {
  return watchHost(listener, { tuner: noTuner });
}

/** Tells some events, then that it failed, and nothing more. */
function failing(listener: Listener): Promise<Watch> {
  let left = 30;
  return watchHost((event) => {
    left -= 1;
    if (left > 0) listener(event);
    if (left === 0) listener({ type: 'failed', error: new NetlinkError('refused', 'EIO') });
  });
}

describe('a tracked host', () => {
  it.each<readonly [string, number, TrackedHostOptions]>([
    ['the usual way', 1, {}],
    ['with other dice', 2, {}],
    ['while events are lost now and then', 3, { watch: lossy }],
    ['while the watch fails now and then', 4, { watch: failing }],
    ['without any events', 5, { watch: deaf }],
  ])(
    'is what a fresh reading says, after whatever others do, %s',
    async (_how, seed, options) => {
      await tracking(async (tracked, fresh) => {
        const random = seededRandom(seed);
        prepareForChanges();
        await tracked.observe();
        let done = 0;
        for (let count = 0; count < 120; count += 1) {
          for (let some = random() * 5; some > 0; some -= 1)
            done += Number(changeSomething(random));
          expect(await tracked.observe()).toEqual(await fresh());
        }
        expect(done).toBeGreaterThan(100);
      }, options)();
    },
    120_000,
  );

  it(
    'reads addresses and routes as tables, and links never',
    tracking(async (tracked) => {
      const random = seededRandom(6);
      prepareForChanges();
      await tracked.observe();
      const { dumps } = tracked;
      for (let count = 0; count < 50; count += 1) {
        changeSomething(random);
        await tracked.observe();
      }

      expect(tracked.rereads).toBeGreaterThan(50);
      expect(tracked.dumps - dumps).toBeLessThan(100);
    }),
    60_000,
  );

  it(
    'is the very same object while nothing changes, and shares what did not',
    tracking(async (tracked) => {
      await tracked.apply([vx0, vx1, addressOn('vx0', '198.51.100.1/24')].map(create));
      const first = await tracked.observe();

      expect(await tracked.observe()).toBe(first);

      ipWords('link set vx1 mtu 1300');
      const second = await tracked.observe();
      expect(second).not.toBe(first);
      expect(second.addresses).toBe(first.addresses);
      expect(second.links.filter((link) => !first.links.includes(link))).toHaveLength(1);
    }),
  );

  it(
    'is the very same object also after a reading of all of it',
    tracking(
      async (tracked) => {
        await tracked.apply([vx0, flood('vx0', '198.51.100.2')].map(create));
        const first = await tracked.observe();
        const dumps = tracked.dumps;

        expect(await tracked.observe()).toBe(first);
        expect(tracked.dumps - dumps).toBe(6);
      },
      { wholeAfter: 0 },
    ),
  );

  it(
    'reads only what changed',
    tracking(async (tracked) => {
      await tracked.apply([vx0, vx1].map(create));
      await tracked.observe();
      await settled();
      await tracked.observe();
      const { dumps, rereads } = tracked;
      const quiet = (await tracked.observe()).links.filter(({ resource, carrier }) => {
        return !resource.up || !carrier;
      }).length;
      const before = tracked.rereads;

      ipWords('link set vx1 mtu 1300');
      await tracked.observe();

      expect([tracked.dumps - dumps, tracked.rereads - before]).toEqual([0, quiet + 1]);
      expect(before - rereads).toBe(quiet);
    }),
  );

  it(
    'sees what our own writes did, also where the kernel tells nothing of it',
    tracking(async (tracked, fresh) => {
      const down = { ...vx0, up: false };
      await tracked.apply([create(down)]);
      await tracked.observe();

      await tracked.apply([change(down, { ...down, ipv6: true })]);
      const state = await tracked.observe();

      expect(state.links.find(({ resource }) => resource.name === 'vx0')?.resource.ipv6).toBe(true);
      expect(state).toEqual(await fresh());
      await tracked.apply([remove(down), create(vx1), create(flood('vx1', '198.51.100.2'))]);
      expect(await tracked.observe()).toEqual(await fresh());
    }),
  );

  it(
    'sees the IPv6 of a link switched from outside, up or down',
    tracking(async (tracked, fresh) => {
      await tracked.apply([vx0, { ...vx1, up: false }].map(create));
      await tracked.observe();

      for (const on of [true, false]) {
        expect([switchIpv6('vx0', on), switchIpv6('vx1', on)]).toEqual([undefined, undefined]);
        const { links } = await tracked.observe();
        expect(links.filter(({ resource }) => resource.name.startsWith('vx')).map(ipv6Of)).toEqual([
          on,
          on,
        ]);
      }
      expect(await tracked.observe()).toEqual(await fresh());
    }),
  );

  it(
    'follows links into other namespaces and back',
    tracking(async (tracked, fresh) => {
      await tracked.apply([create(vx0), create(flood('vx0', '198.51.100.2'))]);
      await tracked.observe();
      await withNetns(async (there) => {
        ipWords(`link set vx0 netns ${there.path}`);
        expect(await tracked.observe()).toEqual(await fresh());
        expect((await tracked.observe()).fdb).toEqual([]);
      });
    }),
  );

  it(
    'names masters and underlays by what they are called now',
    tracking(async (tracked, fresh) => {
      await tracked.apply([bridgeLink('br0'), { ...vx0, master: name('br0') }].map(create));
      await tracked.observe();
      for (const [from, to] of [
        ['up0', 'up9'],
        ['br0', 'br9'],
      ] as const) {
        ipWords(`link set ${from} down`);
        ipWords(`link set ${from} name ${to}`);
      }

      const state = await tracked.observe();

      expect(state.links.find(({ resource }) => resource.name === 'vx0')?.resource).toMatchObject({
        master: 'br9',
        vxlan: { underlay: 'up9' },
      });
      expect(state).toEqual(await fresh());
    }),
  );

  it(
    'reads everything anew after an overrun of the event buffer',
    tracking(
      async (tracked, fresh) => {
        await tracked.observe();
        const { dumps } = tracked;
        ipWords('link add vx0 type vxlan id 7 dev up0 local 192.0.2.1 dstport 4789');
        for (let count = 0; count < 40; count += 1) ipWords(`link set vx0 mtu ${1300 + count}`);
        bridge('fdb', 'append', '00:00:00:00:00:00', 'dev', 'vx0', 'dst', '198.51.100.3');

        expect(await tracked.observe()).toEqual(await fresh());
        expect(tracked.dumps - dumps).toBe(6);
      },
      { watch: lossy },
    ),
  );

  it(
    'rings for what others do, and not for what it did itself and has read since',
    tracking(async (tracked) => {
      let rings = 0;
      tracked.onChange(() => {
        rings += 1;
      });
      await tracked.observe();
      await settled();
      rings = 0;

      await tracked.apply([vx0, vx1].map(create));
      await tracked.observe();
      expect(rings).toBe(0);
      await settled();
      const echoes = rings;

      await tracked.observe();
      ipWords('link delete vx1');
      await settled();

      expect(echoes).toBeLessThanOrEqual(1);
      expect(rings).toBeGreaterThan(echoes);
    }),
  );

  it(
    'rings for what others did while our own writes were read back',
    tracking(async (tracked) => {
      let rings = 0;
      await tracked.apply([create(vx1)]);
      await tracked.observe();
      await settled();
      await tracked.observe();
      tracked.onChange(() => {
        rings += 1;
      });

      await tracked.apply([create(vx0)]);
      ipWords('link delete vx1');
      await tracked.observe();
      expect(rings).toBe(0);
      await settled();

      expect(rings).toBeGreaterThan(0);
    }),
  );
});

function ipv6Of({ resource }: HostState['links'][number]): boolean {
  return resource.ipv6;
}
