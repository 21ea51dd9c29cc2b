import { errors, FlattenedSign, flattenedVerify } from 'jose';
import { encodeBase64url } from './base64url.js';
import type { PublicKey } from './charter-schema.js';
import type { Envelope, EnvelopeSignature } from './envelope.js';
import {
  documentTypes,
  parseProtectedHeader,
  type DocumentKind,
  type ProtectedHeader,
} from './protected-header.js';
import { algorithmOf, publicKeyObject } from './public-key.js';
import { privateKeyObject, type SigningKey } from './signing-key.js';

/** Signs the exact bytes of a document. `issuedAt` is kept in whole seconds. */
export async function signPayload(
  payload: Uint8Array,
  kind: DocumentKind,
  key: SigningKey,
  issuedAt: Date,
): Promise<EnvelopeSignature> {
  const iat = Math.floor(issuedAt.getTime() / 1000);
  const header: ProtectedHeader = {
    alg: algorithmOf(key),
    kid: key.kid,
    typ: documentTypes[kind],
    iat,
  };
  const jws = await new FlattenedSign(payload)
    .setProtectedHeader({ ...header })
    .sign(privateKeyObject(key));
  return {
    kid: key.kid,
    algorithm: header.alg,
    issuedAt: new Date(iat * 1000),
    protected: jws.protected ?? '',
    signature: jws.signature,
  };
}

/**
 * Whether `signature` is one of this key on this document. The header is read again from the text that was signed,
 * and the algorithm follows from the key, so that nothing said beside the signed text can matter.
 */
export async function verifySignature(
  envelope: Envelope,
  signature: EnvelopeSignature,
  key: PublicKey,
): Promise<boolean> {
  const header = parseProtectedHeader(signature.protected, envelope.kind, '');
  if (!header.ok || header.value.kid !== key.kid || header.value.alg !== algorithmOf(key))
    return false;
  const jws = {
    payload: encodeBase64url(envelope.payload),
    protected: signature.protected,
    signature: signature.signature,
  };
  try {
    await flattenedVerify(jws, publicKeyObject(key), {
      algorithms: [algorithmOf(key)],
    });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}
