import { accept, digest, keyId, type Result, type TrustAnchor } from '#contract';
import { refuseWith } from '../problems/refuse-with.js';

/** Reads `sha256:…`, the digest of version 1 of the charter, or the id of a key that must have signed it. */
export function parseTrustAnchor(text: string): Result<TrustAnchor> {
  const asDigest = digest.safeParse(text);
  if (asDigest.success) return accept({ digest: asDigest.data });
  const asKey = keyId.safeParse(text);
  if (asKey.success) return accept({ keyId: asKey.data });
  return refuseWith(
    'value-invalid',
    "a trust anchor is 'sha256:' and 64 hexadecimal digits, or a key id of 43 characters",
  );
}
