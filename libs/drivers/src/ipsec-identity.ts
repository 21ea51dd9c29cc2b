/**
 * An IKE identity with its type, as strongSwan reads it: by the characters alone it would guess. A distinguished name
 * has no prefix, since one makes strongSwan take what follows as DER.
 */
export function identityText(id: string): string {
  if (/^[\d.]+$/.test(id)) return `ipv4:${id}`;
  if (/^[\da-f:.]+$/i.test(id) && id.includes(':')) return `ipv6:${id}`;
  if (id.includes('=')) return id;
  return id.includes('@') ? `email:${id}` : `fqdn:${id}`;
}
