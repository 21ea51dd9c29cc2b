import { bothHosts, type DriverSamples } from '#drivers';

const members = bothHosts({ links: ['eth1'] });
const plain = { mode: 'active-backup', members };
const lacp = { mode: '802.3ad', members };

export const bondSamples: DriverSamples = {
  type: 'bond',
  good: [
    plain,
    { ...lacp, lacpRate: 'fast', xmitHashPolicy: 'layer3+4', minLinks: 1, attach: 'lan' },
  ],
  bad: [
    { data: { members }, path: '/mode' },
    { data: { ...plain, mode: 'best' }, path: '/mode' },
    { data: { ...plain, miimon: 0 }, path: '/miimon' },
    { data: { ...plain, members: [] }, path: '/members' },
    { data: { ...plain, members: bothHosts() }, path: '/members/0/links' },
  ],
  changes: [
    { what: 'mode', from: plain, to: lacp, how: 'recreate' },
    { what: 'lacpRate', from: lacp, to: { ...lacp, lacpRate: 'fast' }, how: 'recreate' },
    { what: 'miimon', from: plain, to: { ...plain, miimon: 200 }, how: 'in-place' },
    { what: 'minLinks', from: plain, to: { ...plain, minLinks: 1 }, how: 'in-place' },
    { what: 'attach', from: plain, to: { ...plain, attach: 'lan' }, how: 'in-place' },
  ],
  grown: (count) => ({
    mode: 'active-backup',
    members: Array.from({ length: count }, (_, index) => ({
      node: ['host-a', 'host-b'][index] ?? `host-${index + 1}`,
      links: ['eth1'],
    })),
  }),
};
