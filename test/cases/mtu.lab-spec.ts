import { ip } from '../kernel/netns.js';
import { seenLink } from './seen.js';
import { Site, type Workload } from './site.js';

/** Two tags and a segment above each other on eth2, and the segment in a bridge. */
function stack(outer: number, inner: number): readonly Workload[] {
  const at = (name: string, more: object = {}): object[] => [{ node: 'host-a', name, ...more }];
  return [
    {
      name: 'inner',
      type: 'vlan',
      data: { id: 7, over: 'outer', mtu: inner, attach: 'top', members: at('vl-inner') },
    },
    {
      name: 'outer',
      type: 'vlan',
      data: { id: 9, protocol: '802.1ad', mtu: outer, members: at('vl-outer', { parent: 'eth2' }) },
    },
    { name: 'top', type: 'bridge', data: { mtu: inner, members: at('br-top') } },
  ];
}

const names = ['vl-outer', 'vl-inner', 'br-top'];
const mtus = (): readonly unknown[] => names.map((name) => seenLink(name)?.mtu);
const jumbo = (): void => {
  ip('link', 'set', 'eth2', 'mtu', '9000');
};

describe('M1: an MTU', () => {
  it(
    'is raised and lowered in place',
    Site.run(async (site) => {
      for (const mtu of [1400, 9000, 1300]) {
        expect((await site.submit(...stack(mtu, mtu))).state).toBe('applied');
        expect(mtus()).toEqual([mtu, mtu, mtu]);
      }
    }, jumbo),
  );
});

describe('M2: an MTU below what IPv6 needs', () => {
  it(
    'is refused, and the host is as it was',
    Site.run(async (site) => {
      const lan = (mtu: number): Workload => {
        const members = [
          { node: 'host-a', name: 'vl-a', parent: 'eth2', addresses: ['2001:db8:a::1/64'] },
        ];
        return { name: 'lan', type: 'vlan', data: { id: 7, mtu, members } };
      };
      await site.submit(lan(1280));
      const { writes } = site;
      expect(await site.submit(lan(1279))).toMatchObject({
        state: 'refused',
        problems: [expect.stringContaining('mtu-below-ipv6-minimum')],
      });
      expect([site.writes, seenLink('vl-a')?.mtu]).toEqual([writes, 1280]);
    }),
  );
});

describe('M7: MTUs of a stack', () => {
  it(
    'are raised parent first and lowered child first',
    Site.run(async (site) => {
      await site.submit(...stack(1500, 1500));
      const raised = await site.submit(...stack(9000, 8000));
      expect(raised.lines).toEqual([
        'change link vl-outer (mtu)',
        'change link vl-inner (mtu)',
        'change link br-top (mtu)',
      ]);
      expect(mtus()).toEqual([9000, 8000, 8000]);
      const lowered = await site.submit(...stack(1500, 1400));
      expect(lowered.lines).toEqual([
        'change link br-top (mtu)',
        'change link vl-inner (mtu)',
        'change link vl-outer (mtu)',
      ]);
      expect(mtus()).toEqual([1500, 1400, 1400]);
    }, jumbo),
  );

  it(
    'are refused above the parent',
    Site.run(async (site) => {
      await site.submit(...stack(1500, 1500));
      expect(await site.submit(...stack(1400, 1500))).toMatchObject({
        state: 'refused',
        problems: [expect.stringContaining('mtu-above-parent')],
      });
      expect(mtus()).toEqual([1500, 1500, 1500]);
    }),
  );
});

describe('M5: MTUs of a change that can not be carried out', () => {
  it(
    'are as before on parent and children',
    Site.run(
      async (site) => {
        await site.submit(...stack(1500, 1500));
        const { state } = await site.submit(...stack(9000, 9000), {
          name: 'late',
          type: 'bridge',
          data: { members: [{ node: 'host-a', name: 'br-late', ports: ['eth3'] }] },
        });
        expect([state, mtus()]).toEqual(['rolled-back', [1500, 1500, 1500]]);
      },
      () => {
        jumbo();
        // No Ethernet: the kernel takes it for no port (`br_add_if`).
        ip(
          'link',
          'add',
          'eth3',
          'type',
          'ipip',
          'local',
          '198.51.100.1',
          'remote',
          '198.51.100.2',
        );
      },
      ['eth1', 'eth2', 'eth3'],
    ),
  );
});
