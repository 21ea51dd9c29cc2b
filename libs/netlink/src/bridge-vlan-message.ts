import {
  tunnelMap,
  vlanTable,
  type TunnelMap,
  type TunnelRange,
  type VlanRange,
  type VlanTable,
} from '#drivers';
import { addressFamily } from './address-family.js';
import {
  Attributes,
  bytesAttribute,
  nestedAttribute,
  u16Attribute,
  u32Attribute,
} from './attributes.js';
import { decodeLinkHeader, linkMessage } from './link-message.js';
import type { Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import { changeRequest, dumpRequest } from './requests.js';

/** RTM_* of the group RTNLGRP_BRVLAN, in which the kernel tells of VLANs that it changes. */
export const bridgeVlanMessage = { new: 112, delete: 113 } as const;

/** struct ifinfomsg, see `link-message.ts`. */
const headerLength = 16;
/** IFLA_AF_SPEC and IFLA_EXT_MASK; IFLA_BRIDGE_* in the former (include/uapi/linux/if_bridge.h). */
const field = { afSpec: 26, extMask: 29 } as const;
const specField = { flags: 0, vlan: 2, tunnel: 3 } as const;
/** IFLA_BRIDGE_VLAN_TUNNEL_* in the last one. */
const tunnelField = { vni: 1, vlan: 2, flags: 3 } as const;
/** BRIDGE_FLAGS_SELF: the bridge's own VLANs, not those of a port. */
const self = 2;
/** RTEXT_FILTER_BRVLAN_COMPRESSED: ranges are told as ranges. */
const compressed = 4;
/** BRIDGE_VLAN_INFO_*. */
const flag = { pvid: 0x2, untagged: 0x4, rangeBegin: 0x8, rangeEnd: 0x10 } as const;

/** Whose VLANs: a port's, or with `isBridge` those of the bridge itself. */
export interface VlanHolder {
  readonly index: number;
  readonly isBridge: boolean;
}

/** Puts a port into VLANs; one that it is in already gets the kind that is given here. */
export function addBridgeVlans(holder: VlanHolder, ranges: readonly VlanRange[]): Request {
  return request(linkMessage.set, holder, ranges);
}

/** Takes a port out of VLANs; those that it is not in are no matter. */
export function removeBridgeVlans(holder: VlanHolder, ranges: readonly VlanRange[]): Request {
  return request(linkMessage.delete, holder, ranges);
}

export function dumpBridgeVlans(): Request {
  return dumpRequest(linkMessage.get, [header(0), u32Attribute(field.extMask, compressed)]);
}

/** Hands VLANs of a port to VNIs; the port must be in them. */
export function addTunnels(index: number, ranges: readonly TunnelRange[]): Request {
  return tunnelRequest(linkMessage.set, index, ranges);
}

export function removeTunnels(index: number, ranges: readonly TunnelRange[]): Request {
  return tunnelRequest(linkMessage.delete, index, ranges);
}

function tunnelRequest(type: number, index: number, ranges: readonly TunnelRange[]): Request {
  return changeRequest(type, [
    header(index),
    nestedAttribute(field.afSpec, ranges.flatMap(encodeTunnels)),
  ]);
}

/** As with VLANs, a range is two entries. */
function encodeTunnels({ first, last, vni }: TunnelRange): readonly Buffer[] {
  if (first === last) return [encodeTunnel(first, vni, 0)];
  return [
    encodeTunnel(first, vni, flag.rangeBegin),
    encodeTunnel(last, vni + last - first, flag.rangeEnd),
  ];
}

function encodeTunnel(vlan: number, vni: number, flags: number): Buffer {
  return nestedAttribute(specField.tunnel, [
    u32Attribute(tunnelField.vni, vni),
    u16Attribute(tunnelField.vlan, vlan),
    u16Attribute(tunnelField.flags, flags),
  ]);
}

function request(type: number, holder: VlanHolder, ranges: readonly VlanRange[]): Request {
  const content = [
    ...(holder.isBridge ? [u16Attribute(specField.flags, self)] : []),
    ...ranges.flatMap(encodeRange),
  ];
  return changeRequest(type, [header(holder.index), nestedAttribute(field.afSpec, content)]);
}

function header(index: number): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.writeUInt8(addressFamily.bridge, 0);
  bytes.writeInt32LE(index, 4);
  return bytes;
}

/** A range is two entries, whatever lies between them. */
function encodeRange({ first, last, pvid, untagged }: VlanRange): readonly Buffer[] {
  const kind = (pvid ? flag.pvid : 0) | (untagged ? flag.untagged : 0);
  if (first === last) return [encodeEntry(first, kind)];
  return [encodeEntry(first, kind | flag.rangeBegin), encodeEntry(last, kind | flag.rangeEnd)];
}

/** struct bridge_vlan_info: u16 flags, u16 id. */
function encodeEntry(id: number, flags: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt16LE(flags, 0);
  payload.writeUInt16LE(id, 2);
  return bytesAttribute(specField.vlan, payload);
}

/** The link that an event of the group speaks of: struct br_vlan_msg, u8 family, 3 bytes, u32 index. */
export function decodeBridgeVlanLink(body: Buffer): number {
  if (body.length < 8) {
    throw new NetlinkError('malformed', `a VLAN message of ${body.length} bytes is too short`);
  }
  return body.readUInt32LE(4);
}

/** The VLANs of one port, or of a bridge itself. */
export interface BridgeVlanRecord {
  readonly link: number;
  readonly vlans: VlanTable;
  /** '' where the port hands none to VNIs. */
  readonly tunnels: TunnelMap;
}

/** Undefined for a link that is in no VLAN. */
export function decodeBridgeVlans(body: Buffer): BridgeVlanRecord | undefined {
  const { index } = decodeLinkHeader(body);
  const spec = new Attributes(body, headerLength).nested(field.afSpec);
  const entries = spec?.all(specField.vlan) ?? [];
  if (entries.length === 0) return undefined;
  return {
    link: index,
    vlans: vlanTable(rangesOf(entries.filter(({ length }) => length >= 4))),
    tunnels: tunnelMap(tunnelsOf(spec?.all(specField.tunnel) ?? [])),
  };
}

function tunnelsOf(entries: readonly Buffer[]): readonly TunnelRange[] {
  let begin: TunnelRange | undefined;
  return entries.flatMap((bytes) => {
    const entry = new Attributes(bytes);
    const [vlan, vni] = [entry.u16(tunnelField.vlan) ?? 0, entry.u32(tunnelField.vni) ?? 0];
    const flags = entry.u16(tunnelField.flags) ?? 0;
    const single = { first: vlan, last: vlan, vni };
    if ((flags & flag.rangeBegin) !== 0) {
      begin = single;
      return [];
    }
    return [
      (flags & flag.rangeEnd) === 0 || begin === undefined ? single : { ...begin, last: vlan },
    ];
  });
}

function rangesOf(entries: readonly Buffer[]): readonly VlanRange[] {
  let begin: number | undefined;
  return entries.flatMap((entry) => {
    const [flags, id] = [entry.readUInt16LE(0), entry.readUInt16LE(2)];
    if ((flags & flag.rangeBegin) !== 0) {
      begin = id;
      return [];
    }
    const first = (flags & flag.rangeEnd) === 0 ? id : (begin ?? id);
    const [pvid, untagged] = [(flags & flag.pvid) !== 0, (flags & flag.untagged) !== 0];
    return [{ first, last: id, pvid, untagged }];
  });
}
