import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { privateKeyObject, type SigningKey } from '#contract';

export const requestSignatureHeader = 'hercules-request';
export const requestSignatureType = 'hercules-request+jwt';

/** The parts of an HTTP request that a host signs. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly body: Uint8Array;
}

/** Digest of a request's body, base64url; also of an empty one. */
export function bodyDigest(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url');
}

/** The value of the `Hercules-Request` header: a compact JWS that binds method, target, body, time and a nonce. */
export function signRequest(request: SignedRequest, key: SigningKey, at: Date): Promise<string> {
  return new SignJWT({ htm: request.method, htu: request.target, sha256: bodyDigest(request.body) })
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: requestSignatureType })
    .setIssuedAt(at)
    .setJti(randomUUID())
    .sign(privateKeyObject(key));
}
