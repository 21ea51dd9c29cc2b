import { bridge, ip } from '../kernel/netns.js';
import { seenLink } from './seen.js';
import { Site, type Workload } from './site.js';

/** On a kernel that filters VLANs on bridges. */
const lan: Workload = {
  name: 'lan',
  type: 'bridge',
  data: { vlanFiltering: true, members: [{ node: 'host-a', name: 'br-lan' }] },
};

function shared(vnis: readonly object[], data: object = {}): Workload {
  const members = [
    { node: 'host-a', underlay: 'eth1', name: 'vx-lan' },
    { node: 'host-b', underlay: 'eth1' },
  ];
  return {
    name: 'segment',
    type: 'vxlan',
    data: { device: 'shared', vnis, attach: 'lan', members, ...data },
  };
}

const onHost = (test: (site: Site) => Promise<void>): (() => Promise<void>) =>
  Site.run(test, () => {
    ip('address', 'add', '198.51.100.1/24', 'dev', 'eth1');
  });

interface SeenTunnel {
  readonly vlan: number;
  readonly vlanEnd?: number;
  readonly tunid: number;
  readonly tunidEnd?: number;
}

/** '10-20=10010-10020'. */
function seenTunnels(): readonly string[] {
  const ports = bridge('vlan', 'tunnelshow', 'dev', 'vx-lan') as readonly {
    readonly tunnels: readonly SeenTunnel[];
  }[];
  const range = (first: number, last = first): string =>
    first === last ? `${first}` : `${first}-${last}`;
  return ports
    .flatMap(({ tunnels }) => tunnels)
    .map(
      ({ vlan, vlanEnd, tunid, tunidEnd }) => `${range(vlan, vlanEnd)}=${range(tunid, tunidEnd)}`,
    );
}

/** '10-20', without what the kernel says of each. */
function seenVlans(): readonly string[] {
  const ports = bridge('vlan', 'show', 'dev', 'vx-lan') as readonly {
    readonly vlans: readonly { vlan: number; vlanEnd?: number }[];
  }[];
  return ports
    .flatMap(({ vlans }) => vlans)
    .map(({ vlan, vlanEnd }) => (vlanEnd === undefined ? `${vlan}` : `${vlan}-${vlanEnd}`));
}

describe('X12: one device for many VNIs, on a bridge that filters VLANs', () => {
  it(
    'hands each VLAN over as its VNI, and no other',
    onHost(async (site) => {
      const { state, problems } = await site.submit(
        lan,
        shared([{ first: 10010, last: 10020, vlan: 10 }]),
      );

      expect([state, problems]).toEqual(['applied', []]);
      expect(seenTunnels()).toEqual(['10-20=10010-10020']);
      expect(seenVlans()).toEqual(['10-20']);
      expect(seenLink('vx-lan')?.linkinfo?.info_slave_data).toMatchObject({ vlan_tunnel: true });
    }),
  );

  it(
    'gains, moves and loses VLANs in place',
    onHost(async (site) => {
      await site.submit(lan, shared([{ first: 10010, last: 10020, vlan: 10 }]));
      const index = seenLink('vx-lan')?.ifindex;

      const moved = [
        { first: 10010, last: 10014, vlan: 10 },
        { first: 7, vlan: 15 },
        { first: 10016, last: 10019, vlan: 16 },
      ];
      const { state, problems, lines } = await site.submit(lan, shared(moved));

      expect([state, problems]).toEqual(['applied', []]);
      expect(lines).toEqual([
        'change link vx-lan (port.tunnels, port.vlans, vxlan.vnis)',
        'change fdb vx-lan 00:00:00:00:00:00 198.51.100.2 (sourceVnis)',
      ]);
      expect(seenTunnels()).toEqual(['10-14=10010-10014', '15=7', '16-19=10016-10019']);
      expect(seenVlans()).toEqual(['10-14', '15', '16-19']);
      expect(seenLink('vx-lan')?.ifindex).toBe(index);
    }),
  );

  it(
    'no longer hands over any when the contract drops them',
    onHost(async (site) => {
      await site.submit(lan, shared([{ first: 10010, last: 10020, vlan: 10 }]));

      const { state } = await site.submit(lan, shared([{ first: 10010, last: 10020 }]));

      expect(state).toBe('applied');
      expect([seenTunnels(), seenVlans()]).toEqual([[], ['1']]);
      expect(seenLink('vx-lan')?.linkinfo?.info_slave_data).toMatchObject({ vlan_tunnel: false });
    }),
  );

  it(
    'gets back what somebody takes away',
    onHost(async (site) => {
      const wanted = shared([{ first: 10010, last: 10020, vlan: 10 }]);
      await site.submit(lan, wanted);
      bridge('vlan', 'delete', 'dev', 'vx-lan', 'vid', '12', 'tunnel_info', 'id', '10012');
      expect(seenTunnels()).toEqual(['10-11=10010-10011', '13-20=10013-10020']);

      const { lines } = await site.submit(lan, wanted);

      expect(lines).toEqual(['change link vx-lan (port.tunnels)']);
      expect(seenTunnels()).toEqual(['10-20=10010-10020']);
    }),
  );

  it(
    'serves every VLAN',
    onHost(async (site) => {
      const { state } = await site.submit(lan, shared([{ first: 10001, last: 14094, vlan: 1 }]));

      expect(state).toBe('applied');
      expect(seenTunnels()).toEqual(['1-4094=10001-14094']);
    }),
  );

  it(
    'means nothing on a bridge that does not filter',
    onHost(async (site) => {
      const plain = { ...lan, data: { ...lan.data, vlanFiltering: false } };

      const { problems } = await site.submit(plain, shared([{ first: 10010, vlan: 10 }]));

      expect(problems).toEqual(['vlan-filtering-off /workloads/1/data/members/0']);
    }),
  );
});
