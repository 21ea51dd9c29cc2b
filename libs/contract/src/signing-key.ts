import {
  createPrivateKey,
  generateKeyPairSync,
  sign,
  verify,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import { decodeBase64url } from './base64url.js';
import { publicKey, type PublicKey } from './charter-schema.js';
import { refuse, type Result } from './problem.js';
import { contractProblem } from './problem-codes.js';
import { keyIdOf, publicKeyObject, publicKeyProblems, type Curve } from './public-key.js';
import { parseWith } from './schema-problems.js';
import { parseStrictJson } from './strict-json.js';

const signingKey = z.strictObject({ ...publicKey.shape, d: z.string() });

/** A private key as a JWK: the public members, their `kid` and the secret `d`. */
export type SigningKey = Readonly<z.infer<typeof signingKey>>;

export function generateSigningKey(curve: Curve = 'Ed25519'): SigningKey {
  const { privateKey } =
    curve === 'Ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: curve });
  const { kty, crv, x, y, d } = privateKey.export({ format: 'jwk' });
  const members = { kty, crv, x, ...(y === undefined ? {} : { y }), d } as Omit<SigningKey, 'kid'>;
  return { ...members, kid: keyIdOf(members) };
}

/** What may be shown, and stands in a charter. */
export function publicKeyOf({ kty, crv, x, y, kid }: SigningKey): PublicKey {
  return { kty, crv, x, ...(y === undefined ? {} : { y }), kid };
}

/** Reads a private JWK as a file holds it. Details never quote the secret. */
export function parseSigningKey(bytes: Uint8Array): Result<SigningKey> {
  const json = parseStrictJson(bytes);
  if (!json.ok) return json;
  const key = parseWith(signingKey, json.value);
  if (!key.ok) return key;
  const problems = publicKeyProblems(publicKeyOf(key.value), '');
  if (problems.length > 0) return refuse(...problems);
  return isSecretOf(key.value)
    ? key
    : refuse(
        contractProblem(
          'value-invalid',
          '/d',
          'this is not the secret of the public key beside it',
        ),
      );
}

/** For signing with `jose` or `node:crypto`. */
export function privateKeyObject(key: SigningKey): KeyObject {
  const { kty, crv, x, y, d } = key;
  return createPrivateKey({ key: { kty, crv, x, y, d } as JsonWebKey, format: 'jwk' });
}

/** OpenSSL takes a secret beside any public point; a trial signature tells whether they belong together. */
function isSecretOf(key: SigningKey): boolean {
  if (decodeBase64url(key.d) === undefined) return false;
  const digest = key.kty === 'EC' ? 'sha256' : null;
  const trial = new Uint8Array(1);
  try {
    return verify(digest, trial, publicKeyObject(key), sign(digest, trial, privateKeyObject(key)));
  } catch {
    return false; // OpenSSL refuses a secret that is out of range or of another length
  }
}
