import { X509Certificate } from 'node:crypto';
import { certificatesIn } from './connection-message.js';

/** Certificates are read once: parsing one takes a while, and figures are asked for often. */
const known = new Map<string, string | undefined>();
const mostKnown = 10_000;

/** When the first of these certificates ends, RFC 3339; undefined: there is none that can be read. */
export function earliestExpiry(pem: string): string | undefined {
  if (pem === '') return undefined;
  if (!known.has(pem)) {
    if (known.size >= mostKnown) known.clear();
    known.set(pem, readExpiry(pem));
  }
  return known.get(pem);
}

function readExpiry(pem: string): string | undefined {
  const ends = certificatesIn(pem).flatMap((text) => {
    try {
      return [new X509Certificate(text).validToDate.toISOString()];
    } catch {
      return []; // The daemon refuses it, and says so.
    }
  });
  return ends.toSorted()[0];
}
