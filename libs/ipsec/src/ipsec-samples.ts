import type { DriverSamples } from '#drivers';

/** The two hosts, each with a network and what else is said of it. */
function ends(parts: object = {}, ofFirst: object = {}): readonly object[] {
  return [
    { node: 'host-a', underlay: 'eth0', subnets: ['10.1.0.0/24'], ...parts, ...ofFirst },
    { node: 'host-b', underlay: 'eth0', subnets: ['10.2.0.0/24'], ...parts },
  ];
}

const plain = { members: ends() };
const byPolicy = { ...plain, mode: 'policy' };
/** By a secret that was sealed for nobody: only its daemon would have to open it. */
const byPsk = {
  auth: 'psk',
  secretDigest: `sha256:${'a'.repeat(64)}`,
  members: ends({ secret: 'A'.repeat(96) }),
};
/** The same while the ends go from one secret to another. */
const byTwo = {
  ...{ ...byPsk, otherSecretDigest: `sha256:${'b'.repeat(64)}`, secretWindow: 60 },
  members: ends({ secret: 'A'.repeat(96), otherSecret: 'B'.repeat(96) }),
};
const algorithms = { ike: ['aes256gcm16-prfsha384-ecp384'], esp: ['aes256gcm16-ecp384'] };
const toGateway = {
  ...byPsk,
  members: ends({ secret: 'A'.repeat(96) }).slice(0, 1),
  peer: {
    id: 'gw.example',
    address: '198.51.100.77',
    subnets: ['192.0.2.0/24', '2001:db8:7::/48'],
  },
};

export const ipsecSamples: DriverSamples = {
  type: 'ipsec',
  good: [
    plain,
    {
      ...toGateway,
      initiator: 'peer',
      proposals: 'compat',
      selectors: 'perPair',
      lifetimes: { ike: 7200, child: 1800, reauthenticate: 86_400, bytes: 1e9, packets: 1e6 },
      replayWindow: 64,
      dpdDelay: 0,
      udpEncapsulation: true,
      childless: true,
      mtu: 1300,
    },
    { ...byPolicy, family: 'ipv6', proposals: algorithms, initiator: 'host-b' },
    {
      members: ends(
        {},
        { name: 'ip-s', id: 'a.example', local: '198.51.100.1', seenAs: '192.0.2.9' },
      ),
      mode: 'xfrm',
    },
    { members: ends({}, { addresses: ['10.1.0.1/32'], source: '10.1.0.1' }), auth: 'publicKey' },
    byTwo,
  ],
  bad: [
    { data: {}, path: '/members' },
    { data: { members: ends().slice(1) }, path: '/members' },
    { data: { members: ends({ subnets: [] }) }, path: '/members/0/subnets' },
    { data: { members: ends({}, { subnets: ['10.1.0.1/24'] }) }, path: '/members/0/subnets/0' },
    { data: { members: ends({ subnets: ['10.1.0.0/24'] }) }, path: '/members/1/subnets/0' },
    { data: { members: ends({}, { id: '*.example' }) }, path: '/members/0/id' },
    { data: { ...plain, initiator: 'host-c' }, path: '/initiator' },
    { data: { ...plain, auth: 'psk' }, path: '/secretDigest' },
    { data: { ...byTwo, members: byPsk.members }, path: '/members/0/otherSecret' },
    { data: { ...plain, proposals: 'best' }, path: '/proposals' },
    { data: { ...plain, lifetimes: { child: 1 } }, path: '/lifetimes/child' },
    { data: { ...byPolicy, mtu: 1300 }, path: '/mtu' },
  ],
  changes: [
    {
      what: 'name',
      from: plain,
      to: { members: ends({}, { name: 'ip-other' }) },
      how: 'recreate',
    },
    { what: 'mtu', from: plain, to: { ...plain, mtu: 1300 }, how: 'in-place' },
    {
      what: 'a network',
      from: plain,
      to: { members: ends({}, { subnets: ['10.1.0.0/24', '10.3.0.0/24'] }) },
      how: 'in-place',
    },
    {
      what: 'an address',
      from: plain,
      to: { members: ends({}, { addresses: ['10.1.0.1/32'] }) },
      how: 'in-place',
    },
    { what: 'auth', from: plain, to: byPsk, how: 'in-place' },
    { what: 'otherSecretDigest', from: byPsk, to: byTwo, how: 'in-place' },
    { what: 'proposals', from: plain, to: { ...plain, proposals: algorithms }, how: 'in-place' },
    { what: 'lifetimes', from: plain, to: { ...plain, lifetimes: { ike: 900 } }, how: 'in-place' },
    { what: 'initiator', from: plain, to: { ...plain, initiator: 'host-b' }, how: 'in-place' },
    { what: 'family', from: plain, to: { ...plain, family: 'ipv6' }, how: 'in-place' },
    { what: 'dpdDelay', from: plain, to: { ...plain, dpdDelay: 30 }, how: 'in-place' },
  ],
  grown: (count) => ({
    ...byPsk,
    members: ends({ secret: 'A'.repeat(96) }).slice(0, 1),
    peer: {
      id: 'gw.example',
      address: '198.51.100.77',
      subnets: Array.from(
        { length: count },
        (_, index) => `198.18.${index >> 8}.${index & 255}/32`,
      ),
    },
  }),
};
