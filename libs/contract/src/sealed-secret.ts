import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { decodeBase64url } from './base64url.js';
import type { PublicKey } from './charter-schema.js';
import { digestOf } from './digest.js';
import { montgomeryOf } from './ed25519-point.js';
import type { Digest } from './fields.js';
import { accept, refuse, type Result } from './problem.js';
import { contractProblem, type ContractProblemCode } from './problem-codes.js';
import type { SigningKey } from './signing-key.js';

const scheme = 'hercules sealed secret v1';
const ephemeralLength = 32;
const tagLength = 16;

/** Where a sealed secret may stand: base64url of an ephemeral key, the ciphertext and its tag. */
export const sealedSecretPattern = /^[A-Za-z0-9_-]{64,}$/;

/** By mistake it is the secret itself, which the digest gives away: as it is, or its bytes as text. */
export function isUnsealed(value: string, digest: string | undefined): boolean {
  const encodings = ['utf8', 'hex', 'base64url'] as const;
  return encodings.some((encoding) => digestOf(Buffer.from(value, encoding)) === digest);
}

/** NIST SP 800-77r1 asks for a strength of 112 bits; strongSwan's own advice is 256. */
export const leastSecretBytes = 32;

/** Too short, or made of so few different bytes that nobody drew it at random. */
export function isWeakSecret(secret: Buffer): boolean {
  return secret.length < leastSecretBytes || new Set(secret).size < 12;
}

/**
 * A secret that only one host can read, for whoever knows the host's public key in the charter; any bytes. ECIES over
 * X25519 (the host's Ed25519 key taken to the other form of its curve, RFC 7748, 4.1), HKDF-SHA256 and AES-256-GCM; the
 * digest of the secret is bound to it. Made twice, it looks different.
 */
export function sealSecret(secret: Buffer, recipient: PublicKey): string {
  const ephemeral = generateKeyPairSync('x25519');
  const theirs = agreementKeyOf(recipient);
  const ours = rawPublic(ephemeral.publicKey);
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: theirs });
  const aead = keyFrom(shared, ours, rawPublic(theirs));
  const cipher = createCipheriv('aes-256-gcm', aead, Buffer.alloc(12));
  cipher.setAAD(Buffer.from(digestOf(secret)));
  const sealed = Buffer.concat([ours, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

/** The secret, when it was sealed for this key and has this digest. Details never quote it. */
export function openSecret(
  sealed: string,
  digest: Digest,
  key: SigningKey,
): Result<Buffer, ContractProblemCode> {
  const bytes = decodeBase64url(sealed);
  if (bytes === undefined || bytes.length < ephemeralLength + tagLength) return unreadable;
  try {
    const secret = withoutTraces(() => opened(Buffer.from(bytes), digest, key));
    return digestOf(secret) === digest ? accept(secret) : unreadable;
  } catch {
    return unreadable; // OpenSSL says no more than that: another key, another digest, or bent bytes.
  }
}

const unreadable = refuse(
  contractProblem(
    'value-invalid',
    '',
    'the sealed secret can not be opened: it was sealed for another host or another digest',
  ),
);

/**
 * Node finds out what kind of key it was given by exceptions (lib/internal/crypto/keys.js, isKeyObject), whose traces
 * take longer than the cryptography: a third of the time of a thousand secrets.
 */
function withoutTraces<Value>(work: () => Value): Value {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function opened(sealed: Buffer, digest: Digest, key: SigningKey): Buffer {
  const ephemeral = sealed.subarray(0, ephemeralLength);
  const publicKey = publicFrom(ephemeral);
  const { privateKey, own } = agreementSecretOf(key);
  const shared = diffieHellman({ privateKey, publicKey });
  const aead = keyFrom(shared, ephemeral, own);
  const decipher = createDecipheriv('aes-256-gcm', aead, Buffer.alloc(12));
  decipher.setAAD(Buffer.from(digest));
  decipher.setAuthTag(sealed.subarray(-tagLength));
  const inside = sealed.subarray(ephemeralLength, -tagLength);
  return Buffer.concat([decipher.update(inside), decipher.final()]);
}

function keyFrom(shared: Buffer, ephemeral: Buffer, recipient: Buffer): Buffer {
  const salt = Buffer.concat([ephemeral, recipient]);
  return Buffer.from(hkdfSync('sha256', shared, salt, scheme, 32));
}

/** @throws TypeError for a key of another curve: hosts have Ed25519 keys */
function agreementKeyOf({ crv, x }: Pick<PublicKey, 'crv' | 'x'>): KeyObject {
  if (crv !== 'Ed25519') throw new TypeError(`secrets are sealed for Ed25519 keys, not ${crv}`);
  return publicFrom(montgomeryOf(Buffer.from(x, 'base64url')));
}

interface AgreementKey {
  readonly privateKey: KeyObject;
  /** Its public half. */
  readonly own: Buffer;
}

/** Found once for each key object, for as long as it lives: a host opens thousands of secrets with its one key. */
const agreementSecrets = new WeakMap<SigningKey, AgreementKey>();

/** The scalar that signs is the one that agrees (RFC 8032, 5.1.5); X25519 clamps it. */
function agreementSecretOf(key: SigningKey): AgreementKey {
  const known = agreementSecrets.get(key);
  if (known !== undefined) return known;
  const seed = Buffer.from(key.d, 'base64url');
  const scalar = createHash('sha512').update(seed).digest().subarray(0, 32);
  const own = rawPublic(agreementKeyOf(key));
  const jwk = {
    kty: 'OKP',
    crv: 'X25519',
    x: own.toString('base64url'),
    d: scalar.toString('base64url'),
  };
  const secret = { privateKey: createPrivateKey({ key: jwk, format: 'jwk' }), own };
  agreementSecrets.set(key, secret);
  return secret;
}

function publicFrom(bytes: Buffer): KeyObject {
  const jwk = { kty: 'OKP', crv: 'X25519', x: bytes.toString('base64url') };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

function rawPublic(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}
