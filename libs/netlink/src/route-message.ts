import { familyOf, ipBytes, ownProtocol, splitCidr, type Cidr, type IpAddress } from '#drivers';
import { addressFamily, familyNumberOf, ipOf } from './address-family.js';
import { Attributes, bytesAttribute, u32Attribute } from './attributes.js';
import { messageFlag, type Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import { changeRequest, dumpRequest } from './requests.js';

/** RTM_* of include/uapi/linux/rtnetlink.h. */
export const routeMessage = { new: 24, delete: 25, get: 26 } as const;

/**
 * struct rtmsg: u8 family, u8 destination length, u8 source length, u8 tos, u8 table, u8 protocol, u8 scope, u8 type,
 * u32 flags.
 */
const headerLength = 12;
/** RTA_*. */
const field = { destination: 1, link: 4, gateway: 5, metric: 6, source: 7, table: 15 } as const;
/** RT_SCOPE_*; `nowhere` matches every scope in a deletion. */
const scope = { universe: 0, link: 253, nowhere: 255 } as const;
/** RTN_UNICAST. */
const unicast = 1;
/** RTN_BLACKHOLE and what follows. */
const deadEnds = ['blackhole', 'unreachable', 'prohibit'] as const;
const firstDeadEnd = 6;
/** RTNH_F_ONLINK of a next hop, in the flags of the header. */
const onLink = 4;
/** RTPROT_KERNEL. */
export const kernelProtocol = 2;
/** RTM_F_CLONED: an entry of the kernel's cache. */
const cloned = 0x200;

/** A unicast route as the kernel sees it: the link is an index. */
export interface RouteSettings {
  readonly destination: Cidr;
  readonly table: number;
  readonly metric: number;
  readonly via?: IpAddress;
  readonly link?: number;
  readonly onLink?: true;
  readonly source?: IpAddress;
  readonly deadEnd?: (typeof deadEnds)[number];
}

/** A new route, with our protocol number unless it is somebody else's that comes back. */
export function createRoute(route: RouteSettings, protocol = ownProtocol): Request {
  return request(routeMessage.new, messageFlag.create | messageFlag.exclusive, route, protocol);
}

/** Puts the route in the place of the one with the same destination, table and metric. */
export function replaceRoute(route: RouteSettings, protocol = ownProtocol): Request {
  return request(routeMessage.new, messageFlag.create | messageFlag.replace, route, protocol);
}

/** `protocol`: only a route of this one is taken away. */
export function deleteRoute(route: RouteSettings, protocol: number): Request {
  return request(routeMessage.delete, 0, route, protocol);
}

export function dumpRoutes(): Request {
  return dumpRequest(routeMessage.get, [Buffer.alloc(headerLength)]);
}

function request(type: number, flags: number, route: RouteSettings, protocol: number): Request {
  const { address, prefixLength } = splitCidr(route.destination);
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(familyNumberOf(address), 0);
  header.writeUInt8(prefixLength, 1);
  header.writeUInt8(isNarrow(route.table) ? route.table : 0, 4);
  header.writeUInt8(protocol, 5);
  header.writeUInt8(type === routeMessage.delete ? scope.nowhere : scopeOf(route), 6);
  header.writeUInt8(typeOf(route), 7);
  header.writeUInt32LE(route.onLink ? onLink : 0, 8);
  return changeRequest(type, [header, ...attributesOf(route, address, prefixLength)], flags);
}

/** IPv4 wants a route without a next hop to say that its destination is on the link; IPv6 has no scopes of routes. */
function scopeOf({ destination, via, deadEnd }: RouteSettings): number {
  const isDirect = via === undefined && deadEnd === undefined;
  return isDirect && familyOf(destination) === 'ipv4' ? scope.link : scope.universe;
}

/** RTN_*. */
function typeOf({ deadEnd }: RouteSettings): number {
  return deadEnd === undefined ? unicast : firstDeadEnd + deadEnds.indexOf(deadEnd);
}

function attributesOf(
  { table, metric, via, link, source }: RouteSettings,
  address: IpAddress,
  prefixLength: number,
): readonly Buffer[] {
  return [
    ...(prefixLength === 0 ? [] : [bytesAttribute(field.destination, ipBytes(address))]),
    ...(metric === 0 ? [] : [u32Attribute(field.metric, metric)]),
    ...(isNarrow(table) ? [] : [u32Attribute(field.table, table)]),
    ...(via === undefined ? [] : [bytesAttribute(field.gateway, ipBytes(via))]),
    ...(link === undefined ? [] : [u32Attribute(field.link, link)]),
    ...(source === undefined ? [] : [bytesAttribute(field.source, ipBytes(source))]),
  ];
}

/** The header has a byte for the table. */
function isNarrow(table: number): boolean {
  return table < 256;
}

/** A route as one message tells it; one that leads nowhere is over no link, although IPv6 names the loopback device. One with several next hops has neither `via` nor `link`. */
export interface RouteRecord extends RouteSettings {
  /** RTPROT_*: who installed it. */
  readonly protocol: number;
}

/**
 * The link whose route the kernel itself makes or takes away; undefined for a route that somebody installed. Where the
 * IPv6 of a link that is up is switched, these routes are all that the kernel tells.
 */
export function decodeKernelRouteLink(body: Buffer): number | undefined {
  if (body.length < headerLength) {
    throw new NetlinkError('malformed', `a route message of ${body.length} bytes is too short`);
  }
  return body.readUInt8(5) === kernelProtocol
    ? new Attributes(body, headerLength).u32(field.link)
    : undefined;
}

/** Undefined for what is no IP route that somebody installs: local, broadcast, multicast, cache entries. */
export function decodeRoute(body: Buffer): RouteRecord | undefined {
  if (body.length < headerLength) {
    throw new NetlinkError('malformed', `a route message of ${body.length} bytes is too short`);
  }
  const family = body.readUInt8(0);
  const isIp = family === addressFamily.inet || family === addressFamily.inet6;
  const flags = body.readUInt32LE(8);
  const type = body.readUInt8(7);
  const deadEnd = deadEnds[type - firstDeadEnd];
  const isInstalled = type === unicast || deadEnd !== undefined;
  if (!isIp || !isInstalled || (flags & cloned) !== 0) return undefined;
  const fields = new Attributes(body, headerLength);
  const nowhere = family === addressFamily.inet ? '0.0.0.0' : '::';
  return {
    destination:
      `${ipOf(fields.payload(field.destination)) ?? nowhere}/${body.readUInt8(1)}` as Cidr,
    table: fields.u32(field.table) ?? body.readUInt8(4),
    metric: fields.u32(field.metric) ?? 0,
    ...(deadEnd === undefined ? wayIn(fields, flags) : { deadEnd }),
    protocol: body.readUInt8(5),
  };
}

/** Where packets go that take the route. */
function wayIn(
  fields: Attributes,
  flags: number,
): Pick<RouteSettings, 'via' | 'link' | 'onLink' | 'source'> {
  const via = ipOf(fields.payload(field.gateway));
  const link = fields.u32(field.link);
  const source = ipOf(fields.payload(field.source));
  return {
    ...(via === undefined ? {} : { via }),
    ...(link === undefined ? {} : { link }),
    ...((flags & onLink) === 0 ? {} : { onLink: true }),
    ...(source === undefined ? {} : { source }),
  };
}
