import { createHash } from 'node:crypto';
import type { Digest } from './fields.js';

/** The digest of a document: SHA-256 of its payload bytes, never of a re-written form. */
export function digestOf(payload: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(payload).digest('hex')}` as Digest;
}
