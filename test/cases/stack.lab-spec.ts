import { ip } from '../kernel/netns.js';
import { seenAddresses, seenLink } from './seen.js';
import { Site, type Workload } from './site.js';

const bond: Workload = {
  name: 'uplinks',
  type: 'bond',
  data: {
    mode: 'active-backup',
    members: [{ node: 'host-a', name: 'bo-up', links: ['nic1', 'eth2'] }],
  },
};

/** It goes by the name of the underlay that the charter lists. */
const tag: Workload = {
  name: 'tag',
  type: 'vlan',
  data: {
    id: 10,
    over: 'uplinks',
    members: [{ node: 'host-a', name: 'eth1', addresses: ['198.51.100.1/24'] }],
  },
};

const segment: Workload = {
  name: 'segment',
  type: 'vxlan',
  data: {
    vni: 7,
    members: [
      { node: 'host-a', underlay: 'eth1', name: 'vx-lan' },
      { node: 'host-b', underlay: 'eth1' },
    ],
  },
};

/** The name eth1 is for the VLAN. */
function renamed(): void {
  ip('link', 'set', 'eth1', 'down');
  ip('link', 'set', 'eth1', 'name', 'nic1');
  ip('link', 'set', 'nic1', 'up');
}

describe('X4: a segment over a VLAN over a bond', () => {
  it.each([
    ['the lowest first', [bond, tag, segment]],
    ['the lowest last', [segment, tag, bond]],
  ])('is made by one contract: %s', (_, workloads) =>
    Site.run(
      async (site) => {
        const { state, problems, lines } = await site.submit(...workloads);

        expect([state, problems]).toEqual(['applied', []]);
        expect(lines.filter((line) => line.startsWith('create link'))).toEqual([
          'create link bo-up',
          'create link eth1',
          'create link vx-lan',
        ]);
        expect(seenLink('nic1')).toMatchObject({ master: 'bo-up' });
        expect(seenLink('eth1')).toMatchObject({ link: 'bo-up' });
        expect(seenLink('vx-lan')).toMatchObject({
          mtu: 1450,
          linkinfo: { info_data: { id: 7, link: 'eth1', local: '198.51.100.1' } },
        });
      },
      renamed,
      ['nic1', 'eth2'],
    )(),
  );
});

describe('B28: a bridge on which nothing answers', () => {
  it(
    'is applied at once, though its IPv6 address cannot be proven to be free',
    Site.run(async (site) => {
      const addresses = ['192.0.2.1/24', '2001:db8::1/64'];
      const members = [{ node: 'host-a', name: 'br-lan', addresses }];
      const begin = performance.now();

      const { state } = await site.submit({ name: 'lan', type: 'bridge', data: { members } });

      expect(state).toBe('applied');
      // Two whole changes; one that waited for an answer would take as long as its patience.
      expect(performance.now() - begin).toBeLessThan(5000);
      expect(seenLink('br-lan')?.flags).toContain('NO-CARRIER');
      expect(seenAddresses('br-lan').toSorted()).toEqual(addresses);
    }),
  );
});
