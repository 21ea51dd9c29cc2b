import { ipBytes, type IpAddress } from './addresses.js';

/** How far an address reaches. Only `global` ones (private ones too) can be given to a link by a contract. */
export type AddressScope = 'global' | 'link' | 'loopback' | 'multicast' | 'unspecified';

/**
 * The scope that the kernel sees in an address (`ipv6_addr_type`, `ipv4_is_loopback` and their like). IPv4's 169.254/16
 * is global to the kernel.
 */
export function scopeOf(address: IpAddress): AddressScope {
  const bytes = ipBytes(address);
  return bytes.length === 4 ? ipv4Scope(bytes) : ipv6Scope(bytes);
}

function ipv4Scope(bytes: Buffer): AddressScope {
  const first = bytes.readUInt8(0);
  if (first === 0) return 'unspecified';
  if (first === 127) return 'loopback';
  return first >= 224 && first <= 239 ? 'multicast' : 'global';
}

function ipv6Scope(bytes: Buffer): AddressScope {
  if (bytes.readUInt8(0) === 0xff) return 'multicast';
  if ((bytes.readUInt16BE(0) & 0xffc0) === 0xfe80) return 'link';
  if (bytes.subarray(0, 15).some((byte) => byte !== 0)) return 'global';
  const last = bytes.readUInt8(15);
  if (last === 0) return 'unspecified';
  return last === 1 ? 'loopback' : 'global';
}
