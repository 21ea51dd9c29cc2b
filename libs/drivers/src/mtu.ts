import type { Family } from './addresses.js';

/** Ethernet's payload, and the path MTU that a charter means when it names none. */
export const defaultUnderlayMtu = 1500;

/** RFC 8200, section 5: every link that carries IPv6 takes packets of 1280 bytes. */
export const leastIpv6Mtu = 1280;

/**
 * Bytes that VXLAN adds to the payload of an inner frame: inner Ethernet 14, VXLAN 8, UDP 8 and the outer IP header
 * of 20 or 40 (RFC 7348, section 5).
 */
export function vxlanOverhead(outer: Family): number {
  return 14 + 8 + 8 + (outer === 'ipv4' ? 20 : 40);
}
