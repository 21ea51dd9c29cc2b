import { bridge as bridgeTool, ip } from '../kernel/netns.js';
import { seenLink } from './seen.js';
import { Site, type Workload } from './site.js';

function bridge(ports: readonly (string | object)[], data: object = {}): Workload {
  const members = [{ node: 'host-a', name: 'br-lan', ports }];
  return { name: 'lan', type: 'bridge', data: { members, ...data } };
}

function segment(data: object = {}): Workload {
  const members = [
    { node: 'host-a', underlay: 'eth1', name: 'vx-lan' },
    { node: 'host-b', underlay: 'eth1' },
  ];
  return { name: 'segment', type: 'vxlan', data: { vni: 7, members, ...data } };
}

const station = '02:00:00:00:00:77';
const other = '02:00:00:00:00:78';

/** The static entries of a bridge: '02:00:00:00:00:77 eth1'. */
function seenStations(): readonly string[] {
  const seen = bridgeTool('fdb', 'show', 'br', 'br-lan') as readonly {
    readonly mac: string;
    readonly ifname: string;
    readonly state: string;
    readonly vlan?: number;
  }[];
  return seen
    .filter(({ state, vlan }) => state === 'static' && vlan === undefined)
    .map(({ mac, ifname }) => `${mac} ${ifname}`)
    .sort();
}

/** The permanent groups of a bridge: '239.1.1.1 eth1 72', the last being the protocol number. */
function seenGroups(): readonly string[] {
  const [{ mdb } = { mdb: [] }] = bridgeTool('mdb', 'show', 'dev', 'br-lan') as readonly {
    readonly mdb: readonly {
      readonly grp: string;
      readonly src?: string;
      readonly port: string;
      readonly state: string;
      readonly protocol?: string;
    }[];
  }[];
  return mdb
    .filter(({ state }) => state === 'permanent')
    .map(({ grp, src, port, protocol = '' }) =>
      [grp, ...(src === undefined ? [] : [`from ${src}`]), port, protocol].join(' '),
    )
    .sort();
}

describe('static forwarding entries of a bridge', () => {
  it(
    'come with their port, move, and go',
    Site.run(async (site) => {
      const first = await site.submit(bridge([{ link: 'eth1', fdb: [{ mac: station }] }, 'eth2']));
      expect(first.lines).toEqual([
        'create link br-lan',
        'create port eth1',
        'create port eth2',
        `create bridge-fdb br-lan ${station}`,
      ]);
      expect(seenStations()).toEqual([`${station} eth1`]);

      const moved = await site.submit(bridge(['eth1', { link: 'eth2', fdb: [{ mac: station }] }]));
      expect(moved.lines).toEqual([`change bridge-fdb br-lan ${station} (link)`]);
      expect(seenStations()).toEqual([`${station} eth2`]);

      const gone = await site.submit(bridge(['eth1', 'eth2']));
      expect(gone.lines).toEqual([`delete bridge-fdb br-lan ${station}`]);
      expect(seenStations()).toEqual([]);
    }),
  );

  it(
    'are repaired, and those of others stay',
    Site.run(async (site) => {
      const lan = bridge([{ link: 'eth1', fdb: [{ mac: station }] }]);
      await site.submit(lan);
      bridgeTool('fdb', 'add', other, 'dev', 'eth1', 'master', 'static');
      bridgeTool('fdb', 'delete', station, 'dev', 'eth1', 'master');

      expect((await site.submit(lan)).lines).toEqual([`create bridge-fdb br-lan ${station}`]);
      expect(seenStations()).toEqual([`${station} eth1`, `${other} eth1`]);
      await site.submit(bridge(['eth1']));
      expect(seenStations()).toEqual([`${other} eth1`]);
    }),
  );

  it(
    'take the place of what the bridge has learnt elsewhere',
    Site.run(async (site) => {
      await site.submit(bridge(['eth1', 'eth2']));
      bridgeTool('fdb', 'add', station, 'dev', 'eth2', 'master', 'dynamic');

      await site.submit(bridge([{ link: 'eth1', fdb: [{ mac: station }] }, 'eth2']));

      expect(seenStations()).toEqual([`${station} eth1`]);
    }),
  );

  it(
    'go with a port that leaves, and nobody takes them away',
    Site.run(async (site) => {
      await site.submit(bridge([{ link: 'eth1', fdb: [{ mac: station }] }, 'eth2']));
      expect((await site.submit(bridge(['eth2']))).lines).toEqual(['delete port eth1']);
      expect(seenStations()).toEqual([]);
    }),
  );

  it(
    'come back with a segment that is made anew',
    Site.run(
      async (site) => {
        const direct = {
          name: 'join',
          type: 'direct',
          data: {
            bridge: 'lan',
            over: 'segment',
            members: [{ node: 'host-a', fdb: [{ mac: station }] }],
          },
        };
        expect(await site.submit(bridge([]), segment(), direct)).toMatchObject({
          state: 'applied',
          problems: [],
        });
        expect(seenStations()).toEqual([`${station} vx-lan`]);

        const { lines } = await site.submit(bridge([]), segment({ vni: 8 }), direct);

        expect(lines).toContain(`create bridge-fdb br-lan ${station}`);
        expect(seenStations()).toEqual([`${station} vx-lan`]);
      },
      () => ip('address', 'add', '198.51.100.1/24', 'dev', 'eth1'),
    ),
  );
});

describe('permanent groups of a bridge', () => {
  const groups = [
    { group: '239.1.1.1' },
    { group: '239.1.1.2', source: '192.0.2.9' },
    { group: 'ff3e::7' },
    { group: '01:00:5e:01:01:09' },
  ];

  it(
    'of IPv4, IPv6 and the link layer, with and without a sender, carry our number',
    Site.run(async (site) => {
      await site.submit(bridge([{ link: 'eth1', mdb: groups }]));
      expect(seenGroups()).toEqual([
        '01:00:5e:01:01:09 eth1 72',
        '239.1.1.1 eth1 72',
        '239.1.1.2 from 192.0.2.9 eth1 72',
        'ff3e::7 eth1 72',
      ]);

      const { lines } = await site.submit(bridge([{ link: 'eth1', mdb: groups.slice(1) }]));
      expect(lines).toEqual(['delete mdb br-lan eth1 239.1.1.1']);
      expect(seenGroups()).toHaveLength(3);
    }),
  );

  it(
    'of others stay',
    Site.run(async (site) => {
      await site.submit(bridge([{ link: 'eth1', mdb: groups.slice(0, 1) }]));
      const group = ['dev', 'br-lan', 'port', 'eth1', 'grp', '239.9.9.9', 'permanent'];
      bridgeTool('mdb', 'add', ...group);
      await site.submit(bridge(['eth1']));
      expect(seenGroups()).toEqual(['239.9.9.9 eth1 static']);
    }),
  );
});

describe('the cost of the way by a port', () => {
  it(
    'is what the contract says, and no other one after it is dropped than a link has that tells no speed',
    Site.run(async (site) => {
      const seen = (): unknown => seenLink('eth1')?.linkinfo?.info_slave_data;
      await site.submit(bridge([{ link: 'eth1', cost: 65535, priority: 63 }]));
      expect(seen()).toMatchObject({ cost: 65535, priority: 63 });

      const { lines } = await site.submit(bridge(['eth1']));
      expect(lines).toEqual(['change port eth1 (port.cost, port.priority)']);
      expect(seen()).toMatchObject({ cost: 100, priority: 32 });
    }),
  );
});
