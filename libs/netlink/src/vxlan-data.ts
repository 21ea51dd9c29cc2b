import { familyOf, ipBytes, type IpAddress, type VxlanOptions } from '#drivers';
import { ipOf } from './address-family.js';
import { bytesAttribute, type Attributes } from './attributes.js';
import {
  decodeFields,
  encodeFields,
  flag8,
  number32,
  number8,
  port,
  word8,
  type KindFields,
} from './kind-fields.js';

/** As the kernel sees it: the underlay is an interface index. */
export type VxlanData = Omit<VxlanOptions, 'underlay'> & { readonly underlay: number };

/** What is encoded the same way over IPv4 and IPv6. */
type PlainData = Omit<VxlanData, 'local' | 'udpChecksum'>;

/**
 * IFLA_VXLAN_* of include/uapi/linux/if_link.h. The kernel (`vxlan_nl2conf` in drivers/net/vxlan/vxlan_core.c) takes all
 * of them at creation; a link that exists may change its underlay, its local address within the family, ttl, tos, df
 * and learning, and refuses any change of vni, port and checksums.
 */
const plainFields: KindFields<PlainData> = {
  vni: number32(1),
  underlay: number32(3),
  ttl: number8(5),
  tos: number8(6),
  learning: flag8(7),
  port: port(15),
  df: word8(29, ['unset', 'set', 'inherit']),
};

const local = { ipv4: 4, ipv6: 17 } as const;
const checksum = flag8(18);
/**
 * Over IPv6 a zero checksum is the exception (RFC 6935), so there the kernel's flags say the inverse. What is received
 * with a zero checksum is always taken, as RFC 7348, section 5, demands: the kernel has one socket for a UDP port and
 * lends it only to links of the same receiving flags (`VXLAN_F_RCV_FLAGS` in include/net/vxlan.h), so that segments
 * with and without a checksum could not stand beside each other (EADDRINUSE). A checksum that is there is verified.
 */
const zeroChecksum = { transmit: flag8(19), receive: flag8(20) } as const;

/** The options given. The checksum goes with the local address, which says the family. */
export function encodeVxlan({
  local: source,
  udpChecksum,
  ...plain
}: Partial<VxlanData>): readonly Buffer[] {
  return [
    ...encodeFields(plainFields, plain),
    ...(source === undefined ? [] : [bytesAttribute(local[familyOf(source)], ipBytes(source))]),
    ...(source === undefined || udpChecksum === undefined
      ? []
      : encodeChecksum(source, udpChecksum)),
  ];
}

function encodeChecksum(source: IpAddress, udpChecksum: boolean): readonly Buffer[] {
  return familyOf(source) === 'ipv4'
    ? [checksum.encode(udpChecksum)]
    : [zeroChecksum.transmit.encode(!udpChecksum), zeroChecksum.receive.encode(true)];
}

/** Undefined for a link that the model has no words for: without a source address or an underlay. */
export function decodeVxlan(data: Attributes | undefined): VxlanData | undefined {
  const source = ipOf(data?.payload(local.ipv4) ?? data?.payload(local.ipv6));
  if (data === undefined || source === undefined) return undefined;
  const plain = decodeFields(plainFields, data);
  if (plain.underlay === 0) return undefined;
  return { ...plain, local: source, udpChecksum: decodeChecksum(source, data) };
}

/** Index of the link that carries the packets of any VXLAN link; 0: whichever the routes say. */
export function underlayOf(data: Attributes | undefined): number {
  return data === undefined ? 0 : plainFields.underlay.decode(data);
}

function decodeChecksum(source: IpAddress, data: Attributes): boolean {
  return familyOf(source) === 'ipv4' ? checksum.decode(data) : !zeroChecksum.transmit.decode(data);
}
