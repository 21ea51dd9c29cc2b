import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { PublicKey } from './charter-schema.js';
import { decodeBase64url } from './base64url.js';
import { isEd25519PublicKey } from './ed25519-point.js';
import type { KeyId } from './fields.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';

export type Curve = PublicKey['crv'];
/** RFC 8037, RFC 7518. Nothing else is ever accepted: no RSA, no HMAC, no `none`. */
export const signatureAlgorithms = ['EdDSA', 'ES256', 'ES384'] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];

interface CurveFacts {
  readonly kty: PublicKey['kty'];
  readonly algorithm: SignatureAlgorithm;
  readonly coordinateBytes: number;
}

const curves: Readonly<Record<Curve, CurveFacts>> = {
  Ed25519: { kty: 'OKP', algorithm: 'EdDSA', coordinateBytes: 32 },
  'P-256': { kty: 'EC', algorithm: 'ES256', coordinateBytes: 32 },
  'P-384': { kty: 'EC', algorithm: 'ES384', coordinateBytes: 48 },
};

/** The one algorithm that a key of this curve signs with. */
export function algorithmOf(key: { readonly crv: Curve }): SignatureAlgorithm {
  return curves[key.crv].algorithm;
}

/** For checking signatures with `jose` or `node:crypto`. Throws if the key is none: see `publicKeyProblems`. */
export function publicKeyObject({ kty, crv, x, y }: PublicKey): KeyObject {
  return createPublicKey({ key: { kty, crv, x, y } as JsonWebKey, format: 'jwk' });
}

/** RFC 7638: SHA-256 of the required members in lexicographic order. */
export function keyIdOf(key: Omit<PublicKey, 'kid'>): KeyId {
  const { crv, kty, x, y } = key;
  const members = JSON.stringify(y === undefined ? { crv, kty, x } : { crv, kty, x, y });
  return createHash('sha256').update(members).digest('base64url') as KeyId;
}

/** Every reason why a JWK of the right shape is not a usable key: wrong members, no point of its curve, wrong `kid`. */
export function publicKeyProblems(key: PublicKey, path: string): readonly ContractProblem[] {
  const shape = shapeProblems(key, path);
  if (shape.length > 0) return shape;
  if (!isPointOfCurve(key)) {
    return [contractProblem('value-invalid', `${path}/x`, `this is no public key of ${key.crv}`)];
  }
  const kid = keyIdOf(key);
  return kid === key.kid
    ? []
    : [contractProblem('value-invalid', `${path}/kid`, `the thumbprint of this key is '${kid}'`)];
}

function shapeProblems(key: PublicKey, path: string): readonly ContractProblem[] {
  const { kty } = curves[key.crv];
  if (key.kty !== kty) {
    return [
      contractProblem('value-invalid', `${path}/kty`, `a key of ${key.crv} has kty '${kty}'`),
    ];
  }
  if (kty === 'EC' && key.y === undefined) {
    return [
      contractProblem('member-missing', `${path}/y`, `a key of ${key.crv} has a y coordinate`),
    ];
  }
  if (kty === 'OKP' && key.y !== undefined) {
    return [
      contractProblem('member-unknown', `${path}/y`, `a key of ${key.crv} has no y coordinate`),
    ];
  }
  return [coordinateProblem(key, 'x', path), coordinateProblem(key, 'y', path)].flat();
}

function coordinateProblem(
  key: PublicKey,
  name: 'x' | 'y',
  path: string,
): readonly ContractProblem[] {
  const text = key[name];
  const { coordinateBytes } = curves[key.crv];
  if (text === undefined || decodeBase64url(text)?.length === coordinateBytes) return [];
  const detail = `${name} is ${coordinateBytes} bytes in base64url without padding`;
  return [contractProblem('value-invalid', `${path}/${name}`, detail)];
}

function isPointOfCurve(key: PublicKey): boolean {
  if (key.crv === 'Ed25519') return isEd25519PublicKey(decodeBase64url(key.x) ?? new Uint8Array());
  try {
    publicKeyObject(key);
    return true;
  } catch {
    return false; // OpenSSL refuses coordinates that are not on the curve
  }
}
