import { bothHosts, type DriverSamples } from '#drivers';

const plain = { table: 1001, members: bothHosts() };
const nowhere = { to: '0.0.0.0/0', unreachable: true, metric: 8192 };

function withMember(member: object): object {
  return { ...plain, members: bothHosts(member) };
}

export const vrfSamples: DriverSamples = {
  type: 'vrf',
  good: [
    plain,
    withMember({ name: 'vr-office', addresses: ['192.0.2.1/32', '2001:db8:7::1/128'] }),
    withMember({ routes: [nowhere, { to: '2001:db8:7::/48', blackhole: true }] }),
  ],
  bad: [
    { data: { members: bothHosts() }, path: '/table' },
    { data: { ...plain, table: 254 }, path: '/table' },
    { data: { ...plain, members: [] }, path: '/members' },
    { data: withMember({ addresses: ['192.0.2.1'] }), path: '/members/0/addresses/0' },
    {
      data: withMember({ routes: [{ to: '192.0.2.1/24', blackhole: true }] }),
      path: '/members/0/routes/0',
    },
  ],
  changes: [
    { what: 'table', from: plain, to: { ...plain, table: 1002 }, how: 'recreate' },
    {
      what: 'addresses',
      from: plain,
      to: withMember({ addresses: ['192.0.2.1/32'] }),
      how: 'in-place',
    },
    { what: 'routes', from: plain, to: withMember({ routes: [nowhere] }), how: 'in-place' },
  ],
  grown: (count) => ({
    ...plain,
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
