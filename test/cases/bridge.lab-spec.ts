import { bridge as bridgeTool, ip } from '../kernel/netns.js';
import { seenLink } from './seen.js';
import { Site, type Workload } from './site.js';

type Port = string | object;

function bridge(ports: readonly Port[], data: object = {}): Workload {
  const members = [{ node: 'host-a', name: 'br-lan', ports }];
  return { name: 'lan', type: 'bridge', data: { members, ...data } };
}

function port(link: string, vlans: object): object {
  return { link, vlans };
}

const access = (tag: number): object => ({ mode: 'access', tag });

/** Tagged ranges, and 1 as the native VLAN. */
function trunk(...ranges: readonly (readonly [first: number, last?: number])[]): object {
  return {
    mode: 'trunk',
    tag: 1,
    native: true,
    trunk: ranges.map(([first, last]) => ({ first, ...(last !== undefined && { last }) })),
  };
}

interface SeenVlan {
  readonly vlan: number;
  readonly vlanEnd?: number;
  readonly flags?: readonly string[];
}

/** The VLANs of a link as `bridge` prints them: '1 PVID Egress Untagged', '2-4094'. */
function seenVlans(name: string): readonly string[] {
  const seen = bridgeTool('vlan', 'show', 'dev', name) as readonly {
    readonly vlans: readonly SeenVlan[];
  }[];
  return seen
    .flatMap(({ vlans }) => vlans)
    .map(({ vlan, vlanEnd, flags = [] }) =>
      [vlanEnd === undefined ? `${vlan}` : `${vlan}-${vlanEnd}`, ...flags].join(' '),
    );
}

const native = '1 PVID Egress Untagged';

function seenBridge(): unknown {
  return seenLink('br-lan')?.linkinfo?.info_data;
}

function seenPort(name: string): unknown {
  return seenLink(name)?.linkinfo?.info_slave_data;
}

describe('B7: the MAC address of a bridge', () => {
  it(
    'is pinned: a port with a lower one does not change it',
    Site.run(async (site) => {
      await site.submit(bridge([]));
      const mac = seenLink('br-lan')?.address;

      await site.submit(bridge(['eth1', 'eth2']));

      expect(seenLink('br-lan')?.address).toBe(mac);
      expect(seenLink('eth1')?.address).toBe('02:00:5e:00:53:01');
    }),
  );
});

describe('B9: VLAN filtering', () => {
  it(
    'turns on with the first VLAN of a port and off with the last',
    Site.run(async (site) => {
      await site.submit(bridge(['eth1', 'eth2']));
      expect(seenBridge()).toMatchObject({ vlan_filtering: 0 });

      await site.submit(bridge([port('eth1', access(10)), 'eth2']));
      expect(seenBridge()).toMatchObject({ vlan_filtering: 1 });
      expect([seenVlans('eth1'), seenVlans('eth2')]).toEqual([
        ['10 PVID Egress Untagged'],
        [native],
      ]);

      await site.submit(bridge(['eth1', 'eth2']));
      expect(seenBridge()).toMatchObject({ vlan_filtering: 0 });
      expect(seenVlans('eth1')).toEqual([native]);
    }),
  );

  it(
    'stays as it is when no version mentions it',
    Site.run(async (site) => {
      await site.submit(bridge(['eth1']));
      ip('link', 'set', 'br-lan', 'type', 'bridge', 'vlan_filtering', '1');

      await site.submit(bridge(['eth1', 'eth2']));

      expect(seenBridge()).toMatchObject({ vlan_filtering: 1 });
    }),
  );

  it(
    'stays on when the contract says so, and off when it says that',
    Site.run(async (site) => {
      await site.submit(bridge(['eth1'], { vlanFiltering: true }));
      expect(seenBridge()).toMatchObject({ vlan_filtering: 1 });

      await site.submit(bridge(['eth1'], { vlanFiltering: false }));
      expect(seenBridge()).toMatchObject({ vlan_filtering: 0 });
    }),
  );

  it.each([
    ['an access port', access(10), ['10 PVID Egress Untagged']],
    [
      'a trunk of ranges',
      trunk([2, 100], [200, 300], [4094]),
      [native, '2-100', '200-300', '4094'],
    ],
    ['a trunk without a native VLAN', { mode: 'trunk', trunk: [{ first: 5, last: 9 }] }, ['5-9']],
  ])('makes %s', (_, vlans, seen) =>
    Site.run(async (site) => {
      await site.submit(bridge([port('eth1', vlans)]));

      expect(seenVlans('eth1')).toEqual(seen);
    })(),
  );

  it(
    'changes a port from access to trunk and back in one line each',
    Site.run(async (site) => {
      await site.submit(bridge([port('eth1', access(10))]));

      const there = await site.submit(bridge([port('eth1', trunk([5, 20]))]));
      expect(there.lines).toEqual(['change port eth1 (port.vlans)']);
      expect(seenVlans('eth1')).toEqual([native, '5-20']);

      const back = await site.submit(bridge([port('eth1', access(10))]));
      expect(back.lines).toEqual(['change port eth1 (port.vlans)']);
      expect(seenVlans('eth1')).toEqual(['10 PVID Egress Untagged']);
    }),
  );
});

describe('B10: ranges', () => {
  it.each([
    [1, 1],
    [1, 2],
    [2, 4094],
    [4093, 4094],
    [4094, 4094],
    [1, 4094],
    [100, 199],
  ])('%d to %d give exactly these ids', (first, last) =>
    Site.run(async (site) => {
      await site.submit(bridge([port('eth1', { mode: 'trunk', trunk: [{ first, last }] })]));

      expect(seenVlans('eth1')).toEqual([first === last ? `${first}` : `${first}-${last}`]);
    })(),
  );

  it(
    'stay ranges: all VLANs on ten ports are ten lines of plan and ten requests',
    Site.run(
      async (site) => {
        const names = Array.from({ length: 10 }, (_, place) => `port${place}`);
        await site.submit(bridge(names, { vlanFiltering: true }));
        const { writes } = site;

        const { lines } = await site.submit(
          bridge(
            names.map((name) => port(name, trunk([2, 4094]))),
            { vlanFiltering: true },
          ),
        );

        expect(lines).toHaveLength(10);
        expect(site.writes - writes).toBe(10);
        for (const name of names) expect(seenVlans(name)).toEqual([native, '2-4094']);
      },
      () => {
        for (let place = 0; place < 10; place += 1) {
          ip('link', 'add', `port${place}`, 'type', 'dummy');
          ip('link', 'set', `port${place}`, 'addrgenmode', 'none', 'up');
        }
      },
      Array.from({ length: 10 }, (_, place) => `port${place}`),
    ),
  );
});

describe('B11: one port with a native VLAN, untagged and tagged ones', () => {
  it(
    'has all three kinds',
    Site.run(async (site) => {
      const vlans = { ...trunk([30, 39]), untagged: [{ first: 20, last: 21 }] };

      await site.submit(bridge([port('eth1', vlans)]));

      expect(seenVlans('eth1')).toEqual([native, '20-21 Egress Untagged', '30-39']);
    }),
  );
});

describe('B14: the default VLAN', () => {
  it(
    'changes, and with it every port that nobody has put elsewhere',
    Site.run(async (site) => {
      const named = port('eth1', access(1));
      await site.submit(bridge([named, 'eth2']));

      const { state } = await site.submit(bridge([named, 'eth2'], { defaultPvid: 99 }));

      expect(state).toBe('applied');
      expect(seenBridge()).toMatchObject({ vlan_default_pvid: 99 });
      expect([seenVlans('eth1'), seenVlans('eth2'), seenVlans('br-lan')]).toEqual([
        [native],
        ['99 PVID Egress Untagged'],
        ['99 PVID Egress Untagged'],
      ]);
    }),
  );

  it(
    'can be none, and the bridge itself can be in VLANs of its own',
    Site.run(async (site) => {
      await site.submit(bridge(['eth1'], { defaultPvid: 0, vlans: access(7) }));

      expect([seenVlans('eth1'), seenVlans('br-lan')]).toEqual([[], ['7 PVID Egress Untagged']]);
    }),
  );
});

describe('B15: the spanning tree and its timers', () => {
  it.each([
    ['the least', { helloTime: 1, maxAge: 6, forwardDelay: 2, ageingTime: 0, priority: 0 }],
    [
      'the largest',
      { helloTime: 10, maxAge: 40, forwardDelay: 30, ageingTime: 1000000, priority: 65535 },
    ],
  ])('read back as they were written: %s', (_, options) =>
    Site.run(async (site) => {
      expect((await site.submit(bridge(['eth1'], { stp: true, ...options }))).state).toBe(
        'applied',
      );

      expect(seenBridge()).toMatchObject({
        stp_state: 1,
        hello_time: options.helloTime * 100,
        max_age: options.maxAge * 100,
        forward_delay: options.forwardDelay * 100,
        ageing_time: options.ageingTime * 100,
        priority: options.priority,
      });
    })(),
  );

  it.each([
    ['helloTime', 0],
    ['helloTime', 11],
    ['maxAge', 5],
    ['maxAge', 41],
    ['forwardDelay', 1],
    ['forwardDelay', 31],
  ])('refuse %s %d before anything is touched', (name, value) =>
    Site.run(async (site) => {
      const { problems } = await site.submit(bridge(['eth1'], { stp: true, [name]: value }));

      expect(problems).toEqual([`bridge-timer-out-of-range /workloads/0/data/${name}`]);
      expect(site.writes).toBe(0);
    })(),
  );
});

describe('B17: an option that is left out', () => {
  it(
    'goes back to the default, and the plan says so',
    Site.run(async (site) => {
      await site.submit(
        bridge([{ link: 'eth1', isolated: true, learning: false, priority: 7 }], {
          stp: true,
          priority: 4096,
          multicastSnooping: false,
          igmpVersion: 3,
        }),
      );

      const { lines } = await site.submit(bridge(['eth1']));

      expect(lines).toEqual([
        'change link br-lan (bridge.igmpVersion, bridge.multicastSnooping, bridge.priority, bridge.stp)',
        'change port eth1 (port.isolated, port.learning, port.priority)',
      ]);
      expect(seenBridge()).toMatchObject({
        stp_state: 0,
        priority: 32768,
        mcast_snooping: 1,
        mcast_igmp_version: 2,
      });
      expect(seenPort('eth1')).toMatchObject({ isolated: false, learning: true, priority: 32 });
    }),
  );
});

describe('B18: every option', () => {
  it.each([
    ['multicastSnooping', false, 'mcast_snooping', 0],
    ['multicastQuerier', true, 'mcast_querier', 1],
    ['igmpVersion', 3, 'mcast_igmp_version', 3],
    ['mldVersion', 2, 'mcast_mld_version', 2],
    ['vlanProtocol', '802.1ad', 'vlan_protocol', '802.1ad'],
    ['vlanStatistics', true, 'vlan_stats_enabled', 1],
    ['multicastStatistics', true, 'mcast_stats_enabled', 1],
  ])('of a bridge reads back as it was written: %s', (option, value, word, seen) =>
    Site.run(async (site) => {
      await site.submit(bridge(['eth1']));

      const { lines } = await site.submit(bridge(['eth1'], { [option]: value }));

      expect(lines).toEqual([`change link br-lan (bridge.${option})`]);
      expect(seenBridge()).toMatchObject({ [word]: seen });
    })(),
  );

  it.each([
    ['isolated', true, 'isolated'],
    ['learning', false, 'learning'],
    ['unicastFlood', false, 'flood'],
    ['multicastFlood', false, 'mcast_flood'],
    ['broadcastFlood', false, 'bcast_flood'],
    ['neighbourSuppression', true, 'neigh_suppress'],
    ['bpduGuard', true, 'guard'],
    ['rootGuard', true, 'root_block'],
    ['hairpin', true, 'hairpin'],
  ])('of a port reads back as it was written: %s', (option, value, word) =>
    Site.run(async (site) => {
      await site.submit(bridge(['eth1']));

      const { lines } = await site.submit(bridge([{ link: 'eth1', [option]: value }]));

      expect(lines).toEqual([`change port eth1 (port.${option})`]);
      expect(seenPort('eth1')).toMatchObject({ [word]: value });
    })(),
  );

  it(
    'of a VLAN workload as a port comes back with it when it is made anew',
    Site.run(async (site) => {
      const vlan = (id: number): Workload => ({
        name: 'uplink',
        type: 'vlan',
        data: {
          id,
          attach: 'lan',
          bridgePort: { isolated: true, vlans: access(30) },
          members: [{ node: 'host-a', name: 'vl-up', parent: 'eth1' }],
        },
      });
      await site.submit(bridge(['eth2'], { vlanFiltering: true }), vlan(101));
      expect(seenVlans('vl-up')).toEqual(['30 PVID Egress Untagged']);

      const { lines } = await site.submit(bridge(['eth2'], { vlanFiltering: true }), vlan(102));

      expect(lines).toEqual(['recreate link vl-up (vlan.id)']);
      expect(seenVlans('vl-up')).toEqual(['30 PVID Egress Untagged']);
      expect(seenPort('vl-up')).toMatchObject({ isolated: true });
    }),
  );
});
