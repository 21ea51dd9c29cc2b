import { bothHosts, type DriverSamples } from '#drivers';

const members = bothHosts({ underlay: 'eth0' });
const plain = { vni: 7, members };

export const vxlanSamples: DriverSamples = {
  type: 'vxlan',
  good: [
    plain,
    {
      vni: 16777215,
      port: 8472,
      learning: false,
      ttl: 64,
      tos: 8,
      df: 'set',
      udpChecksum: false,
      mtu: 1400,
      members: bothHosts({ underlay: 'eth0', name: 'vx-s' }),
    },
    { ...plain, family: 'ipv6', attach: 'lan' },
  ],
  bad: [
    { data: { members }, path: '/vni' },
    { data: { vni: 0, members }, path: '/vni' },
    { data: { vni: 16777216, members }, path: '/vni' },
    { data: { ...plain, port: 0 }, path: '/port' },
    { data: { ...plain, df: 'maybe' }, path: '/df' },
    { data: { ...plain, members: [] }, path: '/members' },
  ],
  changes: [
    { what: 'vni', from: plain, to: { ...plain, vni: 8 }, how: 'recreate' },
    { what: 'port', from: plain, to: { ...plain, port: 8472 }, how: 'recreate' },
    { what: 'udpChecksum', from: plain, to: { ...plain, udpChecksum: false }, how: 'recreate' },
    { what: 'family', from: plain, to: { ...plain, family: 'ipv6' }, how: 'recreate' },
    { what: 'ttl', from: plain, to: { ...plain, ttl: 9 }, how: 'in-place' },
    { what: 'tos', from: plain, to: { ...plain, tos: 8 }, how: 'in-place' },
    { what: 'df', from: plain, to: { ...plain, df: 'set' }, how: 'in-place' },
    { what: 'learning', from: plain, to: { ...plain, learning: false }, how: 'in-place' },
    { what: 'mtu', from: plain, to: { ...plain, mtu: 1300 }, how: 'in-place' },
    { what: 'attach', from: plain, to: { ...plain, attach: 'lan' }, how: 'in-place' },
  ],
  grown: (count) => ({
    vni: 7,
    members: Array.from({ length: count }, (_, index) => ({
      node: ['host-a', 'host-b'][index] ?? `host-${index + 1}`,
      underlay: 'eth0',
    })),
  }),
};
