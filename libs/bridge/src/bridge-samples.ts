import { bothHosts, type DriverSamples } from '#drivers';

const members = bothHosts();

export const bridgeSamples: DriverSamples = {
  type: 'bridge',
  good: [
    { members },
    {
      mtu: 1400,
      stp: true,
      members: bothHosts({ name: 'br-s', ports: ['eth1'], addresses: ['192.0.2.1/24'] }),
    },
  ],
  bad: [
    { data: {}, path: '/members' },
    { data: { members: [] }, path: '/members' },
    { data: { mtu: 67, members }, path: '/mtu' },
    { data: { members: bothHosts({ name: 'no/name' }) }, path: '/members/0/name' },
    { data: { members: bothHosts({ addresses: ['192.0.2.1'] }) }, path: '/members/0/addresses/0' },
  ],
  changes: [
    { what: 'mtu', from: { mtu: 1400, members }, to: { mtu: 1300, members }, how: 'in-place' },
    { what: 'stp', from: { members }, to: { stp: true, members }, how: 'in-place' },
    {
      what: 'a port',
      from: { members },
      to: { members: bothHosts({ ports: ['eth1'] }) },
      how: 'in-place',
    },
    {
      what: 'an address',
      from: { members: bothHosts({ addresses: ['192.0.2.1/24'] }) },
      to: { members: bothHosts({ addresses: ['192.0.2.9/24'] }) },
      how: 'in-place',
    },
  ],
  grown: (count) => ({
    members: [
      {
        node: 'host-a',
        addresses: Array.from(
          { length: count },
          (_, index) => `198.18.${index >> 8}.${index & 255}/32`,
        ),
      },
    ],
  }),
};
