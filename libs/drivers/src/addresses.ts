import { parseIpv4 } from './ipv4-text.js';
import { formatIpv6, parseIpv6 } from './ipv6-text.js';

declare const brand: unique symbol;
/** An IPv4 or IPv6 address in its one canonical spelling (RFC 5952 for IPv6, without a zone). */
export type IpAddress = string & { readonly [brand]: 'IpAddress' };
/** A canonical address, '/', and the prefix length. Host bits are kept: `192.0.2.1/24` is an address on a link. */
export type Cidr = string & { readonly [brand]: 'Cidr' };
/** Six lower-case hexadecimal bytes with colons. */
export type MacAddress = string & { readonly [brand]: 'MacAddress' };

export type Family = 'ipv4' | 'ipv6';

export function familyOf(address: IpAddress | Cidr): Family {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** Takes every spelling of RFC 4291, section 2.2, and dotted decimal without leading zeros; no zone. */
export function parseIpAddress(text: string): IpAddress | undefined {
  const bytes = text.includes(':') ? parseIpv6(text) : parseIpv4(text);
  return bytes && formatIp(bytes);
}

export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = parseIpAddress(match?.[1] ?? '');
  const length = Number(match?.[2]);
  if (address === undefined || length > (familyOf(address) === 'ipv4' ? 32 : 128)) return undefined;
  return `${address}/${length}` as Cidr;
}

export function splitCidr(cidr: Cidr): {
  readonly address: IpAddress;
  readonly prefixLength: number;
} {
  const [address, length] = cidr.split('/');
  return { address: address as IpAddress, prefixLength: Number(length) };
}

/** Whether an address is in the network of another one. */
export function isWithin(address: IpAddress, network: Cidr): boolean {
  const { address: base, prefixLength } = splitCidr(network);
  if (familyOf(base) !== familyOf(address)) return false;
  return addressBits(address).slice(0, prefixLength) === addressBits(base).slice(0, prefixLength);
}

/** 32 or 128 characters, '0' and '1'. */
export function addressBits(address: IpAddress): string {
  return [...ipBytes(address)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

export function parseMacAddress(text: string): MacAddress | undefined {
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text)
    ? (text.toLowerCase() as MacAddress)
    : undefined;
}

/** 4 or 16 bytes, network order. */
export function ipBytes(address: IpAddress): Buffer {
  const bytes = familyOf(address) === 'ipv4' ? parseIpv4(address) : parseIpv6(address);
  if (bytes === undefined) throw new Error(`'${address}' was never parsed as an address`);
  return bytes;
}

/** The canonical text of 4 or 16 bytes. */
export function formatIp(bytes: Uint8Array): IpAddress {
  return (bytes.length === 4 ? bytes.join('.') : formatIpv6(bytes)) as IpAddress;
}
