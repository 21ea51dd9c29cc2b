import { bothHosts, type DriverSamples } from '#drivers';

const members = bothHosts({ link: 'eth1' });
const plain = { bridge: 'lan', members };

export const directSamples: DriverSamples = {
  type: 'direct',
  good: [plain, { ...plain, bridgePort: { isolated: true } }],
  bad: [
    { data: { members }, path: '/bridge' },
    { data: { ...plain, members: [] }, path: '/members' },
    { data: { ...plain, members: bothHosts() }, path: '/members/0/link' },
  ],
  changes: [
    {
      what: 'isolated',
      from: { ...plain, bridgePort: { isolated: false } },
      to: { ...plain, bridgePort: { isolated: true } },
      how: 'in-place',
    },
  ],
  grown: (count) => ({
    bridge: 'lan',
    members: Array.from({ length: count }, (_, index) => ({
      node: ['host-a', 'host-b'][index] ?? `host-${index + 1}`,
      link: 'eth1',
    })),
  }),
};
