import { familyOf, formatIp, ipBytes, type BridgeOptions, type VxlanOptions } from '#drivers';
import {
  bytesAttribute,
  portAttribute,
  u32Attribute,
  u8Attribute,
  type Attributes,
} from './attributes.js';

/** IFLA_BR_* of include/uapi/linux/if_link.h. */
const bridgeField = { stpState: 5 } as const;

export function encodeBridge(options: Partial<BridgeOptions>): readonly Buffer[] {
  return options.stp === undefined ? [] : [u32Attribute(bridgeField.stpState, Number(options.stp))];
}

export function decodeBridge(data: Attributes | undefined): BridgeOptions {
  return { stp: (data?.u32(bridgeField.stpState) ?? 0) !== 0 };
}

/** As the kernel sees it: the underlay is an interface index. */
export type VxlanData = Omit<VxlanOptions, 'underlay'> & { readonly underlay: number };

/** IFLA_VXLAN_*. */
const vxlanField = {
  id: 1,
  link: 3,
  local: 4,
  ttl: 5,
  tos: 6,
  learning: 7,
  port: 15,
  local6: 17,
  udpChecksum: 18,
  zeroChecksum6Tx: 19,
  zeroChecksum6Rx: 20,
  df: 29,
} as const;

/** enum ifla_vxlan_df, by its numbers. */
const dfNames = ['unset', 'set', 'inherit'] as const;

/**
 * The fields given. The kernel (`vxlan_nl2conf` in drivers/net/vxlan/vxlan_core.c) takes all of them at creation and
 * lets a link that exists change its underlay, local address within the family, ttl, tos, df and learning.
 */
export function encodeVxlan(data: Partial<VxlanData>): readonly Buffer[] {
  const { vni, underlay, local, ttl, tos, learning, port, udpChecksum, df } = data;
  return [
    ...(vni === undefined ? [] : [u32Attribute(vxlanField.id, vni)]),
    ...(underlay === undefined ? [] : [u32Attribute(vxlanField.link, underlay)]),
    ...(local === undefined
      ? []
      : [bytesAttribute(isIpv6(data) ? vxlanField.local6 : vxlanField.local, ipBytes(local))]),
    ...(ttl === undefined ? [] : [u8Attribute(vxlanField.ttl, ttl)]),
    ...(tos === undefined ? [] : [u8Attribute(vxlanField.tos, tos)]),
    ...(learning === undefined ? [] : [u8Attribute(vxlanField.learning, Number(learning))]),
    ...(port === undefined ? [] : [portAttribute(vxlanField.port, port)]),
    ...(udpChecksum === undefined ? [] : encodeChecksum(isIpv6(data), udpChecksum)),
    ...(df === undefined ? [] : [u8Attribute(vxlanField.df, dfNames.indexOf(df))]),
  ];
}

function isIpv6(data: Partial<VxlanData>): boolean {
  return data.local !== undefined && familyOf(data.local) === 'ipv6';
}

/** Over IPv6 a zero checksum is the exception (RFC 6935), so there the kernel's flags say the inverse. */
function encodeChecksum(overIpv6: boolean, checksum: boolean): readonly Buffer[] {
  return overIpv6
    ? [
        u8Attribute(vxlanField.zeroChecksum6Tx, Number(!checksum)),
        u8Attribute(vxlanField.zeroChecksum6Rx, Number(!checksum)),
      ]
    : [u8Attribute(vxlanField.udpChecksum, Number(checksum))];
}

/** Undefined for a link that our model can't tell: without a fixed VNI, a source address or an underlay. */
export function decodeVxlan(data: Attributes | undefined): VxlanData | undefined {
  const vni = data?.u32(vxlanField.id);
  const local = data?.payload(vxlanField.local) ?? data?.payload(vxlanField.local6);
  const underlay = data?.u32(vxlanField.link) ?? 0;
  if (data === undefined || vni === undefined || local === undefined || underlay === 0)
    return undefined;
  return {
    vni,
    underlay,
    local: formatIp(local),
    port: data.port(vxlanField.port) ?? 0,
    learning: flag(data, vxlanField.learning),
    ttl: data.u8(vxlanField.ttl) ?? 0,
    tos: data.u8(vxlanField.tos) ?? 0,
    df: dfNames[data.u8(vxlanField.df) ?? 0] ?? 'unset',
    udpChecksum: data.has(vxlanField.local6)
      ? !flag(data, vxlanField.zeroChecksum6Tx)
      : flag(data, vxlanField.udpChecksum),
  };
}

function flag(data: Attributes, type: number): boolean {
  return (data.u8(type) ?? 0) !== 0;
}
