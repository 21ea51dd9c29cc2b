import type { DriverSamples } from 'hercules-connect/driver-kit';

const members = ['host-a', 'host-b'].map((node) => ({ node, underlay: 'eth0' }));
const plain = { vni: 7, members };

export const geneveSamples: DriverSamples = {
  type: 'geneve',
  good: [
    plain,
    { ...plain, port: 6082, family: 'ipv6', ttl: 64, df: 'set', mtu: 1400, attach: 'lan' },
  ],
  bad: [
    { data: { members }, path: '/vni' },
    { data: { vni: 0, members }, path: '/vni' },
    { data: { ...plain, df: 'maybe' }, path: '/df' },
    { data: { ...plain, members: members.slice(1) }, path: '/members' },
  ],
  changes: [
    { what: 'vni', from: plain, to: { ...plain, vni: 8 }, how: 'recreate' },
    { what: 'port', from: plain, to: { ...plain, port: 6082 }, how: 'recreate' },
    { what: 'family', from: plain, to: { ...plain, family: 'ipv6' }, how: 'recreate' },
    { what: 'ttl', from: plain, to: { ...plain, ttl: 9 }, how: 'in-place' },
    { what: 'df', from: plain, to: { ...plain, df: 'set' }, how: 'in-place' },
    { what: 'mtu', from: plain, to: { ...plain, mtu: 1300 }, how: 'in-place' },
    { what: 'attach', from: plain, to: { ...plain, attach: 'lan' }, how: 'in-place' },
  ],
  // A tunnel has two ends, whatever the size of the site.
  grown: (count) => ({ vni: count, members }),
};
