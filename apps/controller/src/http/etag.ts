import { createHash } from 'node:crypto';

/** A strong entity tag of a representation (RFC 9110, 8.8.3). */
export function etagOf(body: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}"`;
}

/** Whether a field of If-Match or If-None-Match names the tag. `weakly` compares as If-None-Match does. */
export function namesEtag(field: string, etag: string, comparison: 'strongly' | 'weakly'): boolean {
  if (field.trim() === '*') return true;
  const tags = field.split(',').map((tag) => tag.trim());
  return tags.some((tag) => (comparison === 'weakly' ? tag.replace(/^W\//, '') : tag) === etag);
}
