import { generateKeyPairSync } from 'node:crypto';
import { isEd25519PublicKey } from './ed25519-point.js';

const prime = 2n ** 255n - 19n;

function encode(y: bigint, sign: 0n | 1n = 0n): Uint8Array {
  const hex = (y | (sign << 255n)).toString(16).padStart(64, '0');
  return new Uint8Array(Buffer.from(hex, 'hex').reverse());
}

it('accepts keys that OpenSSL makes', () => {
  const keys = Array.from({ length: 20 }, () =>
    generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }),
  );
  expect(keys.every(({ x = '' }) => isEd25519PublicKey(Buffer.from(x, 'base64url')))).toBe(true);
});

it('accepts the base point with either sign (RFC 8032, 5.1)', () => {
  const y = 46316835694926478169428394003475163141307993866256225615783033603165251855960n;
  expect(isEd25519PublicKey(encode(y))).toBe(true);
  expect(isEd25519PublicKey(encode(y, 1n))).toBe(true);
});

it.each([
  ['0100000000000000000000000000000000000000000000000000000000000000'],
  ['0100000000000000000000000000000000000000000000000000000000000080'],
  ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
  ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
  ['0000000000000000000000000000000000000000000000000000000000000000'],
  ['0000000000000000000000000000000000000000000000000000000000000080'],
  ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
  ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
])('refuses the point of small order %s', (hex) => {
  expect(isEd25519PublicKey(Buffer.from(hex, 'hex'))).toBe(false);
});

it('refuses a second spelling of a y', () => {
  const twiceSpelled = Array.from({ length: 19 }, (_, low) => prime + BigInt(low));
  expect(twiceSpelled.filter((y) => isEd25519PublicKey(encode(y)))).toStrictEqual([]);
});

it('refuses about half of all y, which have no x', () => {
  const accepted = Array.from({ length: 200 }, (_, y) => encode(BigInt(y + 2))).filter(
    isEd25519PublicKey,
  );
  expect(accepted.length).toBeGreaterThan(70);
  expect(accepted.length).toBeLessThan(130);
});

it.each([0, 31, 33])('refuses %d bytes', (length) => {
  expect(isEd25519PublicKey(new Uint8Array(length).fill(9))).toBe(false);
});
