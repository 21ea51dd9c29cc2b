import { problemsIn, valueOf } from '../test/results.js';
import { parseProtectedHeader } from './protected-header.js';

const kid = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
const typ = 'application/hercules-contract+json';
const header = { alg: 'EdDSA', kid, typ, iat: 1_795_161_600 };

function encoded(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString(
    'base64url',
  );
}

it.each(['EdDSA', 'ES256', 'ES384'])('reads a header with %s', (alg) => {
  expect(valueOf(parseProtectedHeader(encoded({ ...header, alg }), 'contract', ''))).toStrictEqual({
    ...header,
    alg,
  });
});

it('reads members in any order, with white space', () => {
  const text = ` { "iat": 0, "typ":"${typ}",\n"kid":"${kid}", "alg" : "ES256" } `;
  expect(valueOf(parseProtectedHeader(encoded(text), 'contract', '')).iat).toBe(0);
});

it.each<[string, unknown, string]>([
  ['no algorithm', { kid, typ, iat: 1 }, 'envelope-algorithm-not-allowed'],
  ...[
    'none',
    'HS256',
    'HS512',
    'RS256',
    'PS256',
    'ES512',
    'ES256K',
    'Ed25519',
    'eddsa',
    '',
    null,
    ['EdDSA'],
  ].map((alg): [string, unknown, string] => [
    `the algorithm ${JSON.stringify(alg)}`,
    { ...header, alg },
    'envelope-algorithm-not-allowed',
  ]),
  ['crit', { ...header, crit: ['b64'] }, 'envelope-header-not-allowed'],
  ['b64', { ...header, b64: false }, 'envelope-header-not-allowed'],
  ['a key of its own', { ...header, jwk: {} }, 'envelope-header-not-allowed'],
  [
    'the address of a key',
    { ...header, jku: 'https://example.net/' },
    'envelope-header-not-allowed',
  ],
  ['no typ', { alg: 'EdDSA', kid, iat: 1 }, 'envelope-wrong-typ'],
  [
    'the typ of a charter',
    { ...header, typ: 'application/hercules-charter+json' },
    'envelope-wrong-typ',
  ],
  ['a typ without its prefix', { ...header, typ: 'hercules-contract+json' }, 'envelope-wrong-typ'],
  ['a kid that is no thumbprint', { ...header, kid: 'alice' }, 'envelope-malformed'],
  ['no kid', { alg: 'EdDSA', typ, iat: 1 }, 'envelope-malformed'],
  ['no iat', { alg: 'EdDSA', kid, typ }, 'envelope-malformed'],
  ['an iat with a fraction', { ...header, iat: 1.5 }, 'envelope-malformed'],
  ['an iat as text', { ...header, iat: '1' }, 'envelope-malformed'],
  ['a negative iat', { ...header, iat: -1 }, 'envelope-malformed'],
  ['an iat in milliseconds', { ...header, iat: 1_795_161_600_000 }, 'envelope-malformed'],
  ['an array', [header], 'envelope-malformed'],
  ['null', 'null', 'envelope-malformed'],
  ['a member twice', `{"alg":"none",${JSON.stringify(header).slice(1)}`, 'json-duplicate-member'],
  ['text that is no JSON', 'EdDSA', 'json-syntax'],
])('refuses %s', (_what, value, code) => {
  const path = '/signatures/0/protected';
  expect(problemsIn(parseProtectedHeader(encoded(value), 'contract', path))).toStrictEqual([
    `${code} ${path}`,
  ]);
});

it('refuses another spelling of the base64url text', () => {
  expect(problemsIn(parseProtectedHeader(`${encoded(header)}=`, 'contract', '/p'))).toStrictEqual([
    'envelope-encoding /p',
  ]);
});
