import { parseIpAddress } from './addresses.js';

/**
 * An IKE identity as strongSwan reads it: a name with its type, for by the characters alone it would guess. An address and a
 * distinguished name have no prefix, since one makes strongSwan take the characters that follow for the bytes.
 */
export function identityText(id: string): string {
  if (parseIpAddress(id) !== undefined || id.includes('=')) return id;
  return id.includes('@') ? `email:${id}` : `fqdn:${id}`;
}
