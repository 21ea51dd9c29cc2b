import { familyOf, formatIp, type Cidr, type IpAddress } from '#drivers';

/** AF_* of include/linux/socket.h. */
export const addressFamily = { inet: 2, bridge: 7, inet6: 10 } as const;

export function familyNumberOf(address: IpAddress | Cidr): number {
  return familyOf(address) === 'ipv4' ? addressFamily.inet : addressFamily.inet6;
}

/** Undefined where the bytes are absent or no IP address. */
export function ipOf(bytes: Buffer | undefined): IpAddress | undefined {
  return bytes?.length === 4 || bytes?.length === 16 ? formatIp(bytes) : undefined;
}
