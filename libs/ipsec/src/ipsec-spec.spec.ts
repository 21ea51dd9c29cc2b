import { digestOf } from '#contract';
import { parseIpsec } from './ipsec-spec.js';

const digest = `sha256:${'a'.repeat(64)}`;
const secret = 'A'.repeat(96);
const end = (node: string, number: number, parts: object = {}): object => ({
  node,
  underlay: 'eth0',
  subnets: [`10.${number}.0.0/24`],
  ...parts,
});
const tunnel = { members: [end('host-a', 1), end('host-b', 2)] };
const byPsk = {
  auth: 'psk',
  secretDigest: digest,
  members: [end('host-a', 1, { secret }), end('host-b', 2, { secret })],
};
const byTwo = {
  ...{ ...byPsk, otherSecretDigest: `sha256:${'b'.repeat(64)}`, secretWindow: 0 },
  members: [1, 2].map((number) =>
    end(`host-${number}`, number, { secret, otherSecret: 'B'.repeat(96) }),
  ),
};
const strong = { ike: ['aes256gcm16-prfsha384-ecp384'], esp: ['aes256gcm16-ecp384'] };

function problemsOf(data: object): readonly string[] {
  const read = parseIpsec(data);
  return read.ok ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
}

describe('I24, J12: the data of a tunnel', () => {
  it.each<[string, object]>([
    ['between two hosts by their keys', tunnel],
    ['by a shared secret', byPsk],
    ['by the next one of two shared secrets', byTwo],
    ['with named algorithms', { ...tunnel, proposals: strong }],
    ...['strong', 'modern', 'pq', 'pqPrefer', 'compat'].map(
      (proposals) =>
        [`with the set '${proposals}'`, { ...tunnel, proposals }] satisfies [string, object],
    ),
    [
      'to a gateway whose address is not known, which begins',
      {
        ...byPsk,
        members: [end('host-a', 1, { secret })],
        peer: { id: 'gw.example', subnets: ['10.9.0.0/24'] },
        initiator: 'peer',
      },
    ],
  ])('%s is read', (_, data) => {
    expect(problemsOf(data)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['of one end', { members: [end('host-a', 1)] }, 'ipsec-ends-not-two /members'],
    [
      'that nobody begins',
      { ...tunnel, initiator: 'host-c' },
      'ipsec-initiator-unknown /initiator',
    ],
    [
      'whose end behind NAT nobody could find',
      { members: [end('host-a', 1), end('host-b', 2, { seenAs: 'any' })] },
      'ipsec-initiator-unknown /members/1/seenAs',
    ],
    [
      'with a prefix of 33 bits',
      { members: [end('host-a', 1), end('host-b', 2, { subnets: ['10.0.0.0/33'] })] },
      'address-invalid /members/1/subnets/0',
    ],
    [
      'with bits of a host',
      { members: [end('host-a', 1), end('host-b', 2, { subnets: ['10.2.0.1/24'] })] },
      'ipsec-subnet-invalid /members/1/subnets/0',
    ],
    [
      'with no network',
      { members: [end('host-a', 1), end('host-b', 2, { subnets: [] })] },
      'ipsec-subnet-invalid /members/1/subnets',
    ],
    [
      'with a network at both ends',
      { members: [end('host-a', 1), end('host-b', 2, { subnets: ['10.0.0.0/8'] })] },
      'ipsec-subnets-overlap /members/1/subnets/0',
    ],
    [
      'with an id for everybody',
      { members: [end('host-a', 1, { id: '%any' }), end('host-b', 2)] },
      'ipsec-id-invalid /members/0/id',
    ],
    [
      'by a secret without its digest',
      { auth: 'psk', members: byPsk.members },
      'ipsec-secret-missing /secretDigest',
    ],
    [
      'by a secret that one host can not read',
      { ...byPsk, members: [end('host-a', 1, { secret }), end('host-b', 2)] },
      'ipsec-secret-missing /members/1/secret',
    ],
    ...(['utf8', 'hex', 'base64url'] as const).map(
      (encoding) =>
        [
          `by a secret that stands there unsealed as ${encoding}`,
          { ...byPsk, secretDigest: digestOf(Buffer.from(secret, encoding)) },
          'ipsec-secret-missing /members/1/secret',
        ] satisfies [string, object, string],
    ),
    [
      'by a second secret that one host can not read',
      { ...byTwo, members: [byTwo.members[0], end('host-b', 2, { secret })] },
      'ipsec-secret-missing /members/1/otherSecret',
    ],
    [
      'by a second secret without its digest',
      { ...byPsk, members: [byPsk.members[0], end('host-b', 2, { secret, otherSecret: secret })] },
      'ipsec-secret-missing /members/1/otherSecret',
    ],
    [
      'by a second secret that stands there unsealed',
      { ...byTwo, otherSecretDigest: digestOf(Buffer.from('B'.repeat(96))) },
      'ipsec-secret-missing /members/0/otherSecret',
    ],
    [
      'by one secret twice',
      { ...byTwo, otherSecretDigest: digest },
      'ipsec-auth-unsuited /otherSecretDigest',
    ],
    [
      'by keys and a window for secrets',
      { ...tunnel, secretWindow: 60 },
      'ipsec-auth-unsuited /secretWindow',
    ],
    [
      'by keys and a secret',
      { ...byPsk, auth: 'publicKey', members: tunnel.members },
      'ipsec-auth-unsuited /secretDigest',
    ],
    [
      'by keys with a peer that has none',
      {
        members: [end('host-a', 1)],
        peer: { id: 'gw.example', address: '203.0.113.1', subnets: ['10.9.0.0/24'] },
      },
      'ipsec-auth-unsuited /peer/publicKey',
    ],
    [
      'with an MTU of nothing',
      { ...tunnel, mode: 'policy', mtu: 1400 },
      'ipsec-mode-unsuited /mtu',
    ],
    [
      'that lives too long',
      { ...tunnel, lifetimes: { ike: 90_000 } },
      'ipsec-lifetime-out-of-range /lifetimes/ike',
    ],
    ['by IKEv1', { ...tunnel, version: 1 }, 'member-unknown /version'],
  ])('%s is refused', (_, data, problem) => {
    expect(problemsOf(data)).toContain(problem);
  });

  it.each([
    ['ike', 'default', 'ipsec-proposal-incomplete'],
    ['ike', 'aes256gcm16-ecp384', 'ipsec-prf-missing'],
    ['ike', '3des-sha256-ecp384', 'ipsec-encryption-refused'],
    ['esp', 'des-sha256-ecp384', 'ipsec-encryption-refused'],
    ['esp', 'blowfish256-sha256-ecp384', 'ipsec-encryption-refused'],
    ['esp', 'cast128-sha256-ecp384', 'ipsec-encryption-refused'],
    ['esp', 'null-sha256-ecp384', 'ipsec-encryption-refused'],
    ['esp', 'camellia256-sha256-ecp384', 'ipsec-encryption-refused'],
    ['esp', 'aes256gcm8-ecp384', 'ipsec-encryption-refused'],
    ['esp', 'aes256gcm12-ecp384', 'ipsec-encryption-refused'],
    ['esp', 'aes256-md5-ecp384', 'ipsec-integrity-refused'],
    ['esp', 'aes256-sha1-ecp384', 'ipsec-integrity-refused'],
    ['esp', 'aes256-sha256_96-ecp384', 'ipsec-integrity-refused'],
    ['esp', 'aes256-aesxcbc-ecp384', 'ipsec-integrity-refused'],
    ['ike', 'aes256gcm16-prfmd5-ecp384', 'ipsec-integrity-refused'],
    ['ike', 'aes256gcm16-prfsha1-ecp384', 'ipsec-integrity-refused'],
    ['ike', 'aes256-sha256-modp768', 'ipsec-group-refused'],
    ['ike', 'aes256-sha256-modp1024', 'ipsec-group-refused'],
    ['ike', 'aes256-sha256-modp1536', 'ipsec-group-refused'],
    ['ike', 'aes256-sha256-modp2048', 'ipsec-group-refused'],
    ['ike', 'aes256-sha256-modp2048s256', 'ipsec-group-refused'],
    ['ike', 'aes256-sha256-ecp192', 'ipsec-group-refused'],
    ['ike', 'aes256-sha256-ecp224bp', 'ipsec-group-refused'],
    ['ike', 'aes256gcm16-prfsha384-mlkem1024', 'ipsec-group-refused'],
    ['ike', 'aes256gcm16-prfsha384-ecp384-ke1_mlkem512', 'ipsec-group-refused'],
    ['ike', 'aes256gcm16-prfsha384-ke1_mlkem1024', 'ipsec-forward-secrecy-missing'],
    ['esp', 'aes256gcm16', 'ipsec-forward-secrecy-missing'],
    ['esp', 'aes256gcm16-none', 'ipsec-group-refused'],
    ['esp', 'aes256gcm16-aes256-sha256-ecp384', 'ipsec-proposal-mixed'],
    ['esp', 'aes256gcm16-sha256-ecp384', 'ipsec-proposal-mixed'],
    ['esp', 'aes256-ecp384', 'ipsec-proposal-incomplete'],
  ])('with the %s proposal %s is refused: %s', (use, proposal, code) => {
    const data = { ...tunnel, proposals: { ...strong, [use]: [proposal] } };
    expect(problemsOf(data)).toEqual([`${code} /proposals/${use}/0`]);
  });
});
