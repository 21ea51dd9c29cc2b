import { problemsIn, valueOf } from '../test/results.js';
import { keyIdOf } from './public-key.js';
import {
  generateSigningKey,
  parseSigningKey,
  publicKeyOf,
  type SigningKey,
} from './signing-key.js';

function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

it.each(['Ed25519', 'P-256', 'P-384'] as const)(
  'reads again the key of %s that it made',
  (curve) => {
    const key = generateSigningKey(curve);
    expect(valueOf(parseSigningKey(bytesOf(key)))).toStrictEqual(key);
  },
);

it('makes Ed25519 keys, each another, when no curve is named', () => {
  const [one, two] = [generateSigningKey(), generateSigningKey()];
  expect(one.crv).toBe('Ed25519');
  expect(one.kid).not.toBe(two.kid);
});

it('shows no secret in the public part, whose kid is its thumbprint', () => {
  const key = generateSigningKey('P-384');
  const shown = publicKeyOf(key);
  expect(JSON.stringify(shown)).not.toContain(key.d);
  expect(shown.kid).toBe(keyIdOf(shown));
});

const key = generateSigningKey();
const other = generateSigningKey();
const curveKey = generateSigningKey('P-256');

it.each<[string, Record<string, unknown>, string]>([
  ['the secret of another key', { ...key, d: other.d }, 'value-invalid /d'],
  ['a secret that is none', { ...key, d: 'AAAA' }, 'value-invalid /d'],
  [
    'the secret of another P-256 key',
    { ...curveKey, d: generateSigningKey('P-256').d },
    'value-invalid /d',
  ],
  ['a secret with padding', { ...key, d: `${key.d}=` }, 'value-invalid /d'],
  ['a public key', publicKeyOf(key), 'member-missing /d'],
  ['the kid of another key', { ...key, kid: other.kid }, 'value-invalid /kid'],
  ['a curve that is not allowed', { ...key, crv: 'secp256k1' }, 'value-invalid /crv'],
  ['members of other tools', { ...key, use: 'sig' }, 'member-unknown /use'],
])('refuses %s', (_what, value, problem) => {
  expect(problemsIn(parseSigningKey(bytesOf(value)))).toStrictEqual([problem]);
});

it('refuses what is no JSON', () => {
  expect(
    problemsIn(parseSigningKey(new TextEncoder().encode('-----BEGIN PRIVATE KEY-----'))),
  ).toStrictEqual(['json-syntax ']);
});

it('never quotes the secret in a problem', () => {
  const damaged: SigningKey = { ...key, d: other.d };
  expect(JSON.stringify(parseSigningKey(bytesOf(damaged)))).not.toContain(other.d);
});
