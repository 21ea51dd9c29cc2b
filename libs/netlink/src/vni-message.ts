import { familyOf, ipBytes, type VniRange } from '#drivers';
import { addressFamily, ipOf } from './address-family.js';
import { Attributes, bytesAttribute, nestedAttribute, u32Attribute } from './attributes.js';
import type { Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import { changeRequest, dumpRequest } from './requests.js';

/** RTM_*TUNNEL of include/uapi/linux/rtnetlink.h, since Linux 5.18. */
export const vniMessage = { new: 120, delete: 121, get: 122 } as const;

/** struct tunnel_msg of include/uapi/linux/if_link.h: u8 family, u8 flags, u16 reserved, u32 index. */
const headerLength = 8;
/** VXLAN_VNIFILTER_ENTRY, and in it VXLAN_VNIFILTER_ENTRY_*. */
const entryType = 1;
/** NLA_F_NESTED, without which this newer family takes no list. */
const nested = 0x8000;
const field = { start: 1, end: 2, group: 3, group6: 4 } as const;
/** Entries of one message: as many as its acknowledgement, which may repeat them, has room for. */
const mostEntries = 1000;

/** Has a VXLAN link with a VNI filter receive more VNIs. */
export function addVnis(link: number, ranges: readonly VniRange[]): readonly Request[] {
  return requests(vniMessage.new, link, ranges);
}

/** All of them must be there. */
export function removeVnis(link: number, ranges: readonly VniRange[]): readonly Request[] {
  return requests(
    vniMessage.delete,
    link,
    ranges.map(({ first, last }) => ({ first, last })),
  );
}

export function dumpVnis(): Request {
  return dumpRequest(vniMessage.get, [header(0)]);
}

function requests(type: number, link: number, ranges: readonly VniRange[]): readonly Request[] {
  const count = Math.ceil(ranges.length / mostEntries);
  return Array.from({ length: count }, (_, part) =>
    changeRequest(type, [
      header(link),
      ...ranges.slice(part * mostEntries, (part + 1) * mostEntries).map(encodeRange),
    ]),
  );
}

function header(link: number): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.writeUInt8(addressFamily.bridge, 0);
  bytes.writeUInt32LE(link, 4);
  return bytes;
}

function encodeRange({ first, last, group }: VniRange): Buffer {
  return nestedAttribute(nested | entryType, [
    u32Attribute(field.start, first),
    ...(first === last ? [] : [u32Attribute(field.end, last)]),
    ...(group === undefined
      ? []
      : [bytesAttribute(familyOf(group) === 'ipv4' ? field.group : field.group6, ipBytes(group))]),
  ]);
}

/** The link that a message of this family speaks of. */
export function decodeVniLink(body: Buffer): number {
  if (body.length >= headerLength) return body.readUInt32LE(4);
  throw new NetlinkError('malformed', `a VNI message of ${body.length} bytes is too short`);
}

/** Some of the VNIs of one link: the kernel may need several messages for all. */
export interface VniRecord {
  readonly link: number;
  readonly ranges: readonly VniRange[];
}

export function decodeVnis(body: Buffer): VniRecord {
  const entries = new Attributes(body, headerLength).all(entryType);
  return {
    link: decodeVniLink(body),
    ranges: entries.map((entry) => decodeRange(new Attributes(entry))),
  };
}

function decodeRange(entry: Attributes): VniRange {
  const first = entry.u32(field.start) ?? 0;
  const group = ipOf(entry.payload(field.group) ?? entry.payload(field.group6));
  const last = entry.u32(field.end) ?? first;
  return { first, last, ...(group !== undefined && { group }) };
}
