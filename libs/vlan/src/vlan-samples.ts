import { bothHosts, type DriverSamples } from '#drivers';

const members = bothHosts({ parent: 'eth1' });
const plain = { id: 101, members };

export const vlanSamples: DriverSamples = {
  type: 'vlan',
  good: [
    plain,
    {
      id: 4094,
      protocol: '802.1ad',
      mtu: 1400,
      gvrp: true,
      looseBinding: true,
      egressQos: [{ priority: 1, codePoint: 2 }],
      ingressQos: [{ codePoint: 2, priority: 1 }],
      members: bothHosts({ parent: 'eth1', name: 'vl-s', addresses: ['192.0.2.1/24'] }),
    },
    { ...plain, attach: 'lan' },
  ],
  bad: [
    { data: { id: 0, members }, path: '/id' },
    { data: { id: 4095, members }, path: '/id' },
    { data: { id: 'all', members }, path: '/id' },
    { data: { ...plain, members: [] }, path: '/members' },
    { data: { ...plain, protocol: '802.3' }, path: '/protocol' },
    { data: { id: 101, members: bothHosts() }, path: '/members/0/parent' },
  ],
  changes: [
    { what: 'id', from: plain, to: { ...plain, id: 102 }, how: 'recreate' },
    { what: 'protocol', from: plain, to: { ...plain, protocol: '802.1ad' }, how: 'recreate' },
    {
      what: 'mtu',
      from: { ...plain, mtu: 1400 },
      to: { ...plain, mtu: 1300 },
      how: 'in-place',
    },
    {
      what: 'egressQos',
      from: { ...plain, egressQos: [{ priority: 1, codePoint: 2 }] },
      to: { ...plain, egressQos: [{ priority: 1, codePoint: 3 }] },
      how: 'in-place',
    },
    {
      what: 'gvrp',
      from: { ...plain, gvrp: false },
      to: { ...plain, gvrp: true },
      how: 'in-place',
    },
    { what: 'attach', from: plain, to: { ...plain, attach: 'lan' }, how: 'in-place' },
  ],
  grown: (count) => ({
    id: 101,
    members: [
      {
        node: 'host-a',
        parent: 'eth1',
        addresses: Array.from(
          { length: count },
          (_, index) => `198.18.${index >> 8}.${index & 255}/32`,
        ),
      },
    ],
  }),
};
