import type { PublicKey } from './charter-schema.js';
import { algorithmOf, keyIdOf, publicKeyProblems, type Curve } from './public-key.js';
import { generateSigningKey, publicKeyOf } from './signing-key.js';

const curves: readonly Curve[] = ['Ed25519', 'P-256', 'P-384'];

it('computes the thumbprint of RFC 8037, appendix A.3', () => {
  const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
  expect(keyIdOf({ kty: 'OKP', crv: 'Ed25519', x })).toBe(
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  );
});

it.each([
  ['Ed25519', 'EdDSA'],
  ['P-256', 'ES256'],
  ['P-384', 'ES384'],
] as const)('has one algorithm for a key of %s', (crv, algorithm) => {
  expect(algorithmOf({ crv })).toBe(algorithm);
});

it.each(curves)('finds nothing wrong with a fresh key of %s', (curve) => {
  expect(publicKeyProblems(publicKeyOf(generateSigningKey(curve)), '/key')).toStrictEqual([]);
});

/** The key with parts replaced, and a `kid` that fits. */
function bent(curve: Curve, parts: Partial<PublicKey>): PublicKey {
  const key = { ...publicKeyOf(generateSigningKey(curve)), ...parts };
  return { ...key, kid: parts.kid ?? keyIdOf(key) };
}

const other = publicKeyOf(generateSigningKey('P-256'));

it.each([
  ['an Ed25519 key of type EC', bent('Ed25519', { kty: 'EC' }), 'value-invalid /key/kty'],
  ['a P-256 key of type OKP', bent('P-256', { kty: 'OKP' }), 'value-invalid /key/kty'],
  ['an Ed25519 key with a y', bent('Ed25519', { y: other.x }), 'member-unknown /key/y'],
  ['a P-256 key without y', withoutY(other), 'member-missing /key/y'],
  ['an x that is too short', bent('Ed25519', { x: 'AAAA' }), 'value-invalid /key/x'],
  [
    'a P-256 x with the length of P-384',
    bent('P-256', { x: 'A'.repeat(64) }),
    'value-invalid /key/x',
  ],
  [
    'an x in base64 with padding',
    bent('Ed25519', { x: `${'A'.repeat(43)}=` }),
    'value-invalid /key/x',
  ],
  ['a y of the wrong length', bent('P-384', { y: other.x }), 'value-invalid /key/y'],
  ['a point that is not on P-256', bent('P-256', { y: other.x }), 'value-invalid /key/x'],
  [
    'a point that is not on Ed25519',
    bent('Ed25519', { x: littleEndian(2n) }),
    'value-invalid /key/x',
  ],
  ['the thumbprint of another key', bent('Ed25519', { kid: other.kid }), 'value-invalid /key/kid'],
])('refuses %s', (_what, key, problem) => {
  expect(publicKeyProblems(key, '/key').map(({ code, path }) => `${code} ${path}`)).toStrictEqual([
    problem,
  ]);
});

function withoutY({ kty, crv, x }: PublicKey): PublicKey {
  return { kty, crv, x, kid: keyIdOf({ kty, crv, x }) };
}

function littleEndian(value: bigint): string {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse().toString('base64url');
}
