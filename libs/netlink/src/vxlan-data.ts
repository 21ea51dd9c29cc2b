import {
  familyOf,
  ipBytes,
  parseIpAddress,
  vxlanDefaults,
  type IpAddress,
  type VxlanOptions,
} from '#drivers';
import { ipOf } from './address-family.js';
import { bytesAttribute, type Attributes } from './attributes.js';
import {
  decodeFields,
  encodeFields,
  flag8,
  flowLabel,
  number32,
  number8,
  port,
  portRange,
  presence,
  word8,
  type KindFields,
} from './kind-fields.js';

/** As the kernel sees it: the underlay is an interface index, 0 for none. */
export type VxlanData = Omit<VxlanOptions, 'underlay'> & { readonly underlay: number };

/** What is encoded the same way over IPv4 and IPv6. */
type PlainData = Omit<Required<VxlanData>, SpecialName>;
type SpecialName = 'local' | 'group' | 'udpChecksum' | 'acceptsZeroChecksum' | 'vnis';

/**
 * IFLA_VXLAN_* of include/uapi/linux/if_link.h. The kernel (`vxlan_nl2conf` in drivers/net/vxlan/vxlan_core.c) takes all
 * of them at creation; a link that exists may change its underlay, its local address within the family, ttl, tos, df,
 * flow label, ageing and learning, and refuses any change of the rest.
 */
const plainFields: KindFields<PlainData> = {
  vni: number32(1),
  underlay: number32(3),
  ttl: number8(5),
  tos: number8(6),
  learning: flag8(7),
  ageing: number32(8),
  maxAddresses: number32(9),
  sourcePorts: portRange(10),
  arpProxy: flag8(11),
  shortCircuit: flag8(12),
  l2Miss: flag8(13),
  l3Miss: flag8(14),
  port: port(15),
  groupPolicy: presence(23),
  external: flag8(25),
  flowLabel: flowLabel(26),
  ttlInherit: presence(28),
  df: word8(29, ['unset', 'set', 'inherit']),
  vniFilter: flag8(30),
};

const group = { ipv4: 2, ipv6: 16 } as const;
const local = { ipv4: 4, ipv6: 17 } as const;
const checksum = flag8(18);
/**
 * Over IPv6 a zero checksum is the exception (RFC 6935), so there the kernel's flags say the inverse. What is received
 * with a zero checksum is always taken unless somebody says otherwise, as RFC 7348, section 5, demands: the kernel has
 * one socket for a UDP port and lends it only to links of the same receiving flags (`VXLAN_F_RCV_FLAGS` in
 * include/net/vxlan.h), so that segments with and without a checksum could not stand beside each other (EADDRINUSE). A
 * checksum that is there is verified.
 */
const zeroChecksum = { transmit: flag8(19), receive: flag8(20) } as const;

/**
 * What the model has no words for: remote checksum offload in both directions and its partial form, the generic protocol
 * extension, and a label policy. The local bypass is the exception: off where the kernel has it on.
 */
const foreignFields = [21, 22, 24, 27, 32] as const;
const localBypass = flag8(31);

/** The options given. The checksum goes with the local address, which says the family. */
export function encodeVxlan({
  local: source,
  group: target,
  udpChecksum,
  acceptsZeroChecksum,
  vnis: _ofAnotherMessage,
  ...plain
}: Partial<VxlanData>): readonly Buffer[] {
  return [
    ...encodeFields(plainFields, plain),
    ...(target == null ? [] : [bytesAttribute(group[familyOf(target)], ipBytes(target))]),
    ...(source === undefined ? [] : [bytesAttribute(local[familyOf(source)], ipBytes(source))]),
    ...(source === undefined || udpChecksum === undefined
      ? []
      : encodeChecksum(source, udpChecksum, acceptsZeroChecksum)),
  ];
}

function encodeChecksum(
  source: IpAddress,
  udpChecksum: boolean,
  acceptsZero = true,
): readonly Buffer[] {
  return familyOf(source) === 'ipv4'
    ? [checksum.encode(udpChecksum)]
    : [zeroChecksum.transmit.encode(!udpChecksum), zeroChecksum.receive.encode(acceptsZero)];
}

/** Undefined for a link that the model has no words for: made anew it would be another one. VNIs are in another table. */
export function decodeVxlan(data: Attributes | undefined): Required<VxlanData> | undefined {
  if (data === undefined || hasForeignFields(data)) return undefined;
  const target = specified(ipOf(data.payload(group.ipv4) ?? data.payload(group.ipv6)));
  const source = ipOf(data.payload(local.ipv4) ?? data.payload(local.ipv6)) ?? anyOf(target);
  return {
    ...decodeFields(plainFields, data, vxlanDefaults),
    local: source,
    group: target,
    udpChecksum: decodeChecksum(source, data),
    acceptsZeroChecksum: zeroChecksum.receive.decode(data),
    vnis: vxlanDefaults.vnis,
  };
}

function hasForeignFields(data: Attributes): boolean {
  const isForeign = foreignFields.some((type) => isOn(data.payload(type)));
  return isForeign || (data.has(localBypass.type) && !localBypass.decode(data));
}

/** An NLA_FLAG that is there has no bytes. */
function isOn(payload: Buffer | undefined): boolean {
  return payload !== undefined && (payload.length === 0 || payload.some((byte) => byte !== 0));
}

/** Where the kernel tells no source address, the routes say it. */
function anyOf(target: IpAddress | null): IpAddress {
  return target === null || familyOf(target) === 'ipv4' ? anyIpv4 : anyIpv6;
}

const [anyIpv4, anyIpv6] = ['0.0.0.0', '::'].map(parsed) as [IpAddress, IpAddress];

function parsed(text: string): IpAddress {
  const address = parseIpAddress(text);
  if (address === undefined) throw new Error(`'${text}' is no address`);
  return address;
}

function specified(address: IpAddress | undefined): IpAddress | null {
  return address === undefined || address === anyIpv4 || address === anyIpv6 ? null : address;
}

/** Index of the link that carries the packets of any VXLAN link; 0: whichever the routes say. */
export function underlayOf(data: Attributes | undefined): number {
  return data === undefined ? 0 : plainFields.underlay.decode(data);
}

function decodeChecksum(source: IpAddress, data: Attributes): boolean {
  return familyOf(source) === 'ipv4' ? checksum.decode(data) : !zeroChecksum.transmit.decode(data);
}
