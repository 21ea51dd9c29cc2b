import { bend } from '../test/bend.js';
import { problemsIn, valueOf } from '../test/results.js';
import { bothSign, sampleCharter } from '../test/sample-site.js';
import { parseCharter } from './charter.js';
import { generateSigningKey, publicKeyOf } from './signing-key.js';

const keys = {
  alice: generateSigningKey(),
  bob: generateSigningKey('P-256'),
  hostA: generateSigningKey(),
  hostB: generateSigningKey(),
};
const charter = sampleCharter(keys);
const alice = charter.principals[0];
const aliceKey = alice?.keys[0];

function parse(changes: Readonly<Record<string, unknown>>): ReturnType<typeof parseCharter> {
  return parseCharter(new TextEncoder().encode(JSON.stringify(bend(charter, changes))));
}

it('reads a charter as it was written', () => {
  expect(valueOf(parse({}))).toStrictEqual(charter);
});

it.each<[string, Record<string, unknown>]>([
  [
    'a later version that names the one before',
    { '/version': 2, '/previous': `sha256:${'0'.repeat(64)}` },
  ],
  [
    'IPv6 underlay addresses',
    { '/nodes/0/underlays/0/addresses': ['2001:db8::1', '198.51.100.7'] },
  ],
  ['a least governance for some purposes only', { '/governance': { provision: bothSign } }],
  ['times with fractions', { '/validity/notBefore': '2026-01-01T00:00:00.5Z' }],
  ['a leap day', { '/validity/notAfter': '2028-02-29T23:59:59Z' }],
])('reads %s', (_what, changes) => {
  expect(problemsIn(parse(changes))).toStrictEqual([]);
});

const underlay = { link: 'eth0', addresses: ['198.51.100.9'] };

it.each<[string, Record<string, unknown>, string]>([
  [
    'a document of another kind',
    { '/schema': 'hercules.connect/contract/v1' },
    'value-invalid /schema',
  ],
  ['a missing schema', { '/schema': undefined }, 'member-missing /schema'],
  ['an unknown member', { '/note': 'x' }, 'member-unknown /note'],
  [
    'an unknown member deep inside',
    { '/nodes/1/location': { planet: 'x' } },
    'member-unknown /nodes/1/location/planet',
  ],
  ['a missing member', { '/rules': undefined }, 'member-missing /rules'],
  ['a member of the wrong type', { '/nodes': {} }, 'value-invalid /nodes'],
  ['a charter id that is no ULID', { '/charterId': 'site-1' }, 'identifier-invalid /charterId'],
  ['version 0', { '/version': 0 }, 'value-invalid /version'],
  ['a version with a fraction', { '/version': 1.5 }, 'value-invalid /version'],
  ['a version as text', { '/version': '1' }, 'value-invalid /version'],
  ['a later version without previous', { '/version': 2 }, 'member-missing /previous'],
  [
    'version 1 with previous',
    { '/previous': `sha256:${'0'.repeat(64)}` },
    'previous-mismatch /previous',
  ],
  [
    'a digest in capitals',
    { '/version': 2, '/previous': `sha256:${'A'.repeat(64)}` },
    'digest-invalid /previous',
  ],
  [
    'a time with an offset',
    { '/validity/notAfter': '2028-01-01T00:00:00+01:00' },
    'time-invalid /validity/notAfter',
  ],
  [
    '30 February',
    { '/validity/notAfter': '2028-02-30T00:00:00Z' },
    'time-invalid /validity/notAfter',
  ],
  [
    'the hour 24',
    { '/validity/notAfter': '2028-01-01T24:00:00Z' },
    'time-invalid /validity/notAfter',
  ],
  [
    'a leap second',
    { '/validity/notAfter': '2028-12-31T23:59:60Z' },
    'time-invalid /validity/notAfter',
  ],
  [
    'an empty period',
    { '/validity/notAfter': '2026-01-01T00:00:00Z' },
    'value-invalid /validity/notAfter',
  ],
  [
    'a principal name in capitals',
    { '/principals/0/id': 'Alice' },
    'name-invalid /principals/0/id',
  ],
  ['the same principal twice', { '/principals/1': alice }, 'duplicate-entry /principals/1'],
  [
    'the same role twice',
    { '/principals/0/roles': ['network', 'network'] },
    'duplicate-entry /principals/0/roles/1',
  ],
  ['the same node twice', { '/nodes/1/id': 'host-a' }, 'duplicate-entry /nodes/1'],
  [
    'the same underlay twice',
    { '/nodes/0/underlays': [underlay, underlay] },
    'duplicate-entry /nodes/0/underlays/1',
  ],
  [
    'the same parent twice',
    { '/nodes/0/parents': ['eth1', 'eth1'] },
    'duplicate-entry /nodes/0/parents/1',
  ],
  [
    'an interface name of 16 bytes',
    { '/nodes/0/parents': ['abcdefghijklmnop'] },
    'value-invalid /nodes/0/parents/0',
  ],
  [
    'an underlay without addresses',
    { '/nodes/0/underlays/0/addresses': [] },
    'value-invalid /nodes/0/underlays/0/addresses',
  ],
  [
    'an underlay MTU too small for IPv6',
    { '/nodes/0/underlays/0/mtu': 1279 },
    'value-invalid /nodes/0/underlays/0/mtu',
  ],
  [
    'a key twice with one principal',
    { '/principals/0/keys': [aliceKey, aliceKey] },
    'duplicate-entry /principals/0/keys/1',
  ],
  [
    'a key of two principals',
    { '/principals/1/keys': [aliceKey] },
    'duplicate-entry /principals/1/keys/0/key',
  ],
  [
    'a person and a host with one key',
    { '/nodes/0/key': publicKeyOf(keys.alice) },
    'duplicate-entry /nodes/0/key',
  ],
  [
    'two hosts with one key',
    { '/nodes/1/key': publicKeyOf(keys.hostA) },
    'duplicate-entry /nodes/1/key',
  ],
  [
    'a kid that is not the thumbprint',
    { '/nodes/0/key/kid': generateSigningKey().kid },
    'value-invalid /nodes/0/key/kid',
  ],
  ['a kid that is none', { '/nodes/0/key/kid': 'host-a' }, 'identifier-invalid /nodes/0/key/kid'],
  [
    'a key that is no point of its curve',
    { '/principals/1/keys/0/key/y': publicKeyOf(keys.bob).x },
    'value-invalid /principals/1/keys/0/key/x',
  ],
  ['a key of another curve', { '/nodes/0/key/crv': 'secp256k1' }, 'value-invalid /nodes/0/key/crv'],
  ['a private key', { '/nodes/0/key/d': keys.hostA.d }, 'member-unknown /nodes/0/key/d'],
  [
    'a key that is never valid',
    { '/principals/0/keys/0/notAfter': '2025-01-01T00:00:00Z' },
    'value-invalid /principals/0/keys/0/notAfter',
  ],
  [
    'an underlay address with a prefix length',
    { '/nodes/0/underlays/0/addresses': ['198.51.100.1/24'] },
    'value-invalid /nodes/0/underlays/0/addresses/0',
  ],
  [
    'an underlay address that is a name',
    { '/nodes/0/underlays/0/addresses': ['host-a.example'] },
    'value-invalid /nodes/0/underlays/0/addresses/0',
  ],
  [
    'an IPv4 address with a leading zero',
    { '/nodes/0/underlays/0/addresses': ['198.51.100.01'] },
    'value-invalid /nodes/0/underlays/0/addresses/0',
  ],
  [
    'an IPv6 address in another spelling',
    { '/nodes/0/underlays/0/addresses': ['2001:DB8:0::1'] },
    'value-invalid /nodes/0/underlays/0/addresses/0',
  ],
  [
    'one address on two hosts',
    { '/nodes/1/underlays/0/addresses': ['198.51.100.2', '198.51.100.1'] },
    'duplicate-entry /nodes/1/underlays/0/addresses/1',
  ],
  [
    'an amend rule that names a stranger',
    { '/rules/amend/requests/0/principal': 'mallory' },
    'reference-unknown /rules/amend/requests/0/principal',
  ],
  [
    'an amend rule with a role that is not held',
    { '/rules/amend/requests/0/role': 'finance' },
    'requirement-role-not-held /rules/amend/requests/0/role',
  ],
  [
    'an amend rule that nobody can meet',
    { '/rules/amend/weightRequired': 3 },
    'requirement-impossible /rules/amend/weightRequired',
  ],
  [
    'a request of no weight',
    { '/rules/amend/requests/0/weight': 0 },
    'value-invalid /rules/amend/requests/0/weight',
  ],
  [
    'a rule that needs no weight',
    { '/rules/amend/weightRequired': 0 },
    'value-invalid /rules/amend/weightRequired',
  ],
  [
    'a principal asked twice',
    { '/rules/amend/requests/1/principal': 'alice' },
    'duplicate-entry /rules/amend/requests/1',
  ],
  [
    'a least governance that nobody can meet',
    { '/governance': { revoke: bend(bothSign, { '/weightRequired': 9 }) } },
    'requirement-impossible /governance/revoke/weightRequired',
  ],
])('refuses %s', (_what, changes, problem) => {
  expect(problemsIn(parse(changes))).toStrictEqual([problem]);
});

it('tells every problem at once', () => {
  const changes = { '/charterId': '', '/principals/0/id': '', '/extra': 1 };
  expect(problemsIn(parse(changes)).toSorted()).toStrictEqual([
    'identifier-invalid /charterId',
    'member-unknown /extra',
    'name-invalid /principals/0/id',
  ]);
});
