import { bridge as bridgeTool } from '../kernel/netns.js';
import { Site, type Workload } from './site.js';

const station = '02:00:00:00:00:77';
const trunk = { mode: 'trunk', trunk: [{ first: 10, last: 20 }] };

function bridge(port: object): Workload {
  const members = [{ node: 'host-a', name: 'br-lan', ports: [{ link: 'eth1', ...port }] }];
  return { name: 'lan', type: 'bridge', data: { members } };
}

/** '02:00:00:00:00:77 10': static entries and their VLANs. */
function seenStations(): readonly string[] {
  const seen = bridgeTool('fdb', 'show', 'br', 'br-lan') as readonly {
    readonly mac: string;
    readonly state: string;
    readonly vlan?: number;
  }[];
  return seen
    .filter(({ state }) => state === 'static')
    .map(({ mac, vlan }) => `${mac} ${vlan ?? 'in none'}`)
    .sort();
}

/** '239.1.1.1 10': permanent groups and their VLANs. */
function seenGroups(): readonly string[] {
  const [{ mdb } = { mdb: [] }] = bridgeTool('mdb', 'show', 'dev', 'br-lan') as readonly {
    readonly mdb: readonly {
      readonly grp: string;
      readonly vid?: number;
      readonly state: string;
    }[];
  }[];
  return mdb
    .filter(({ state }) => state === 'permanent')
    .map(({ grp, vid }) => `${grp} ${vid ?? 'in none'}`)
    .sort();
}

describe('entries of a bridge that filters VLANs', () => {
  it(
    'are in exactly the VLANs that the contract says, and go one by one',
    Site.run(async (site) => {
      const fdb = [10, 20].map((vlan) => ({ mac: station, vlan }));
      const mdb = [10, 20].map((vlan) => ({ group: '239.1.1.1', vlan }));
      expect((await site.submit(bridge({ vlans: trunk, fdb, mdb }))).lines).toEqual([
        'create link br-lan',
        'create port eth1',
        `create bridge-fdb br-lan ${station} vlan 10`,
        `create bridge-fdb br-lan ${station} vlan 20`,
        'create mdb br-lan eth1 239.1.1.1 vlan 10',
        'create mdb br-lan eth1 239.1.1.1 vlan 20',
      ]);
      expect(seenStations()).toEqual([`${station} 10`, `${station} 20`]);
      expect(seenGroups()).toEqual(['239.1.1.1 10', '239.1.1.1 20']);

      await site.submit(bridge({ vlans: trunk, fdb: fdb.slice(1), mdb: mdb.slice(1) }));
      expect(seenStations()).toEqual([`${station} 20`]);
      expect(seenGroups()).toEqual(['239.1.1.1 20']);
    }),
  );

  it(
    'go with the VLAN of their port that the contract drops with them',
    Site.run(async (site) => {
      const fdb = [{ mac: station, vlan: 20 }];
      await site.submit(bridge({ vlans: trunk, fdb }));
      const { lines } = await site.submit(
        bridge({ vlans: { mode: 'trunk', trunk: [{ first: 10 }] } }),
      );
      expect(lines).toEqual([
        `delete bridge-fdb br-lan ${station} vlan 20`,
        'change port eth1 (port.vlans)',
      ]);
      expect(seenStations()).toEqual([]);
    }),
  );

  it(
    'and of one that does not: the kernel has twins of it in its VLANs, which count for nothing',
    Site.run(async (site) => {
      await site.submit(bridge({ fdb: [{ mac: station }] }));
      expect(seenStations()).toContain(`${station} in none`);
      await site.submit(bridge({}));
      expect(seenStations()).toEqual([]);
    }),
  );
});
