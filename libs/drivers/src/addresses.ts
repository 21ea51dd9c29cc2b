import { isIPv4, isIPv6 } from 'node:net';

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

export function parseIpAddress(text: string): IpAddress | undefined {
  if (isIPv4(text)) return text as IpAddress;
  if (isIPv6(text) && !text.includes('%')) return formatIp(bytesOfIpv6(text));
  return undefined;
}

export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = parseIpAddress(match?.[1] ?? '');
  const length = Number(match?.[2]);
  if (address === undefined || length > (familyOf(address) === 'ipv4' ? 32 : 128)) return undefined;
  return `${address}/${length}` as Cidr;
}

export function splitCidr(cidr: Cidr): { readonly address: IpAddress; readonly prefixLength: number } {
  const [address, length] = cidr.split('/');
  return { address: address as IpAddress, prefixLength: Number(length) };
}

export function parseMacAddress(text: string): MacAddress | undefined {
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text) ? (text.toLowerCase() as MacAddress) : undefined;
}

/** 4 or 16 bytes, network order. */
export function ipBytes(address: IpAddress): Buffer {
  return familyOf(address) === 'ipv4' ? Buffer.from(address.split('.').map(Number)) : bytesOfIpv6(address);
}

/** The canonical text of 4 or 16 bytes. */
export function formatIp(bytes: Uint8Array): IpAddress {
  return (bytes.length === 4 ? Array.from(bytes).join('.') : formatIpv6(bytes)) as IpAddress;
}

function bytesOfIpv6(text: string): Buffer {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const plain =
    dotted === null
      ? text
      : `${dotted[1] ?? ''}${hexGroups(Buffer.from((dotted[2] ?? '').split('.').map(Number))).join(':')}`;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  const groups = [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
  return Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function hexGroups(bytes: Uint8Array): string[] {
  return Array.from({ length: bytes.length / 2 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
}

/** RFC 5952: the longest run of at least two zero groups, the first of equals, becomes '::'. */
function formatIpv6(bytes: Uint8Array): string {
  const groups = hexGroups(bytes);
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}
