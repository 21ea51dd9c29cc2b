import type { BridgePortOptions, KindTables, MacAddress, OperStatus } from '#drivers';
import {
  Attributes,
  bytesAttribute,
  nestedAttribute,
  stringAttribute,
  textAttribute,
  u32Attribute,
} from './attributes.js';
import { decodeBridgePort } from './bridge-port-data.js';
import { decodeKind, type LinkKind } from './link-kind.js';
import { formatMac, macBytes } from './mac-bytes.js';
import { messageFlag, type Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import { changeRequest, dumpRequest, getRequest } from './requests.js';
import { underlayOf } from './vxlan-data.js';

/** RTM_* of include/uapi/linux/rtnetlink.h. */
export const linkMessage = { new: 16, delete: 17, get: 18, set: 19 } as const;

/** struct ifinfomsg: u8 family, u8 padding, u16 type, i32 index, u32 flags, u32 change mask. */
const headerLength = 16;
/** IFF_UP, IFF_LOWER_UP. */
const flagUp = 1;
const flagLowerUp = 0x1_0000;

/** IFLA_* of include/uapi/linux/if_link.h. */
const field = {
  address: 1,
  name: 3,
  mtu: 4,
  lower: 5,
  master: 10,
  operState: 16,
  linkInfo: 18,
  alias: 20,
  afSpec: 26,
  group: 27,
  extMask: 29,
  lowerNetns: 37,
} as const;
/** IFLA_INFO_*. */
const info = { kind: 1, data: 2, portKind: 4, portData: 5 } as const;
/** AF_INET6 in IFLA_AF_SPEC, IFLA_INET6_CONF in it, DEVCONF_DISABLE_IPV6 (include/uapi/linux/ipv6.h) in that. */
const inet6 = { family: 10, conf: 2, disableIpv6: 26 } as const;
/** RTEXT_FILTER_SKIP_STATS: a dump without counters is a third of the size. */
const skipStatistics = 8;

/** What can be set on a link; an absent or undefined field is left as it is. */
export interface LinkSettings {
  readonly name?: string | undefined;
  /** At most 255 bytes; '' takes it off. */
  readonly alias?: string | undefined;
  readonly mtu?: number | undefined;
  readonly mac?: MacAddress | undefined;
  /** Index of the bridge; 0: of none. */
  readonly master?: number | undefined;
  /** A number by which links can be addressed together; 0 is that of every link that nobody has put into another. */
  readonly group?: number | undefined;
  readonly up?: boolean | undefined;
}

/** The kernel's word for a kind of link and the attributes of that kind. */
export interface LinkInfo {
  readonly kind: string;
  readonly data: readonly Buffer[];
  /** Index of the link below, for a kind that does not have it among its data (IFLA_LINK). */
  readonly lower?: number;
}

/** A new link, down, with an index of our choice. The kernel ignores an alias here, and takes a group. */
export function createLink(index: number, settings: LinkSettings, linkInfo: LinkInfo): Request {
  return changeRequest(
    linkMessage.new,
    [
      encodeLink(index, settings),
      ...(linkInfo.lower === undefined ? [] : [u32Attribute(field.lower, linkInfo.lower)]),
      encodeInfo(linkInfo),
    ],
    messageFlag.create | messageFlag.exclusive,
  );
}

/** Changes a link in one go: the kernel sets the MTU, the address, the alias, the master, then the state. */
export function changeLink(index: number, settings: LinkSettings): Request {
  return changeRequest(linkMessage.set, [encodeLink(index, settings)]);
}

/** Changes what belongs to the kind of a link. */
export function changeLinkKind(index: number, linkInfo: LinkInfo): Request {
  return changeRequest(linkMessage.new, [header(index), encodeInfo(linkInfo)]);
}

/** Changes what a link is as a port of its bridge. */
export function changePort(index: number, data: readonly Buffer[]): Request {
  const content = [stringAttribute(info.portKind, 'bridge'), nestedAttribute(info.portData, data)];
  return changeRequest(linkMessage.new, [header(index), nestedAttribute(field.linkInfo, content)]);
}

/** The kernel waits for every processor when a link goes (`synchronize_net`): tens of milliseconds. */
export function deleteLink(index: number): Request {
  return { ...changeRequest(linkMessage.delete, [header(index)]), weight: 16 };
}

export function dumpLinks(): Request {
  return dumpRequest(linkMessage.get, [header(0), u32Attribute(field.extMask, skipStatistics)]);
}

/** Asks for one link by its index or its name; the kernel answers ENODEV where there is none. */
export function getLink(link: number | string): Request {
  const isIndex = typeof link === 'number';
  return getRequest(linkMessage.get, [
    header(isIndex ? link : 0),
    u32Attribute(field.extMask, skipStatistics),
    ...(isIndex ? [] : [textAttribute(field.name, link)]),
  ]);
}

/** A link's header and attributes, also as they stand inside of another link's. */
export function encodeLink(index: number, settings: LinkSettings): Buffer {
  return Buffer.concat([header(index, settings.up), ...attributesOf(settings)]);
}

function header(index: number, up?: boolean): Buffer {
  const bytes = Buffer.allocUnsafe(headerLength).fill(0);
  bytes.writeInt32LE(index, 4);
  bytes.writeUInt32LE(up === true ? flagUp : 0, 8);
  bytes.writeUInt32LE(up === undefined ? 0 : flagUp, 12);
  return bytes;
}

function attributesOf({ name, alias, mtu, mac, master, group }: LinkSettings): readonly Buffer[] {
  return [
    ...(name === undefined ? [] : [textAttribute(field.name, name)]),
    ...(alias === undefined ? [] : [stringAttribute(field.alias, alias)]),
    ...(mtu === undefined ? [] : [u32Attribute(field.mtu, mtu)]),
    ...(mac === undefined ? [] : [bytesAttribute(field.address, macBytes(mac))]),
    ...(master === undefined ? [] : [u32Attribute(field.master, master)]),
    ...(group === undefined ? [] : [u32Attribute(field.group, group)]),
  ];
}

function encodeInfo({ kind, data }: LinkInfo): Buffer {
  return nestedAttribute(field.linkInfo, [
    stringAttribute(info.kind, kind),
    ...(data.length === 0 ? [] : [nestedAttribute(info.data, data)]),
  ]);
}

/** A link as one message tells it: others by their index. */
export interface LinkRecord extends LinkKind {
  readonly index: number;
  readonly name: string;
  readonly alias?: string;
  readonly mtu: number;
  /** Absent on links whose hardware addresses are not Ethernet's. */
  readonly mac?: MacAddress;
  /** 0: none. */
  readonly master: number;
  /** The link on top of which this one stands; 0: none in this namespace. */
  readonly lower: number;
  readonly group: number;
  readonly up: boolean;
  readonly operStatus: OperStatus;
  readonly carrier: boolean;
  readonly ipv6: boolean;
  /** '' for a physical device. */
  readonly kind: string;
  /** What the link is as a port of a bridge; its VLANs are in another table. */
  readonly port?: BridgePortOptions;
}

/** IF_OPER_* of include/uapi/linux/if.h, by their numbers. */
const operStates = [
  'unknown',
  'not-present',
  'down',
  'lower-layer-down',
  'testing',
  'dormant',
  'up',
] as const satisfies readonly OperStatus[];

const noKinds: KindTables = new Map();

/** @param kinds those that are declared and not built in */
export function decodeLink(body: Buffer, kinds: KindTables = noKinds): LinkRecord {
  const { index, flags } = decodeLinkHeader(body);
  const fields = new Attributes(body, headerLength);
  const number = (type: number): number => fields.u32(type) ?? 0;
  const linkInfo = fields.nested(field.linkInfo);
  const alias = fields.text(field.alias);
  const mac = formatMac(fields.payload(field.address));
  const kind = linkInfo?.text(info.kind) ?? '';
  const data = linkInfo?.nested(info.data);
  // What is below is in another namespace, where indexes mean other links.
  const isAbroad = fields.has(field.lowerNetns);
  return {
    index,
    name: fields.text(field.name) ?? '',
    ...(alias === undefined ? {} : { alias }),
    mtu: number(field.mtu),
    ...(mac === undefined ? {} : { mac }),
    master: number(field.master),
    lower: isAbroad ? 0 : lowerIndex(kind, data, number(field.lower)),
    group: number(field.group),
    up: (flags & flagUp) !== 0,
    operStatus: operStates[fields.u8(field.operState) ?? 0] ?? 'unknown',
    carrier: (flags & flagLowerUp) !== 0,
    ipv6: runsIpv6(fields.nested(field.afSpec)),
    kind,
    ...(isAbroad ? {} : decodeKind(kind, data, kinds)),
    ...decodePort(linkInfo),
  };
}

function decodePort(linkInfo: Attributes | undefined): Pick<LinkRecord, 'port'> {
  const isPort = linkInfo?.text(info.portKind) === 'bridge';
  return isPort ? { port: decodeBridgePort(linkInfo.nested(info.portData)) } : {};
}

/** A VXLAN link tells its underlay among the fields of its kind alone. */
function lowerIndex(kind: string, data: Attributes | undefined, told: number): number {
  return kind === 'vxlan' ? underlayOf(data) : told;
}

export function decodeLinkHeader(body: Buffer): { readonly index: number; readonly flags: number } {
  if (body.length < headerLength) {
    throw new NetlinkError('malformed', `a link message of ${body.length} bytes is too short`);
  }
  return { index: body.readInt32LE(4), flags: body.readUInt32LE(8) };
}

/** A link with an MTU below 1280 and a host without IPv6 have no IPv6 state at all. */
function runsIpv6(afSpec: Attributes | undefined): boolean {
  const conf = afSpec?.nested(inet6.family)?.payload(inet6.conf);
  const offset = inet6.disableIpv6 * 4;
  return conf !== undefined && conf.length >= offset + 4 && conf.readInt32LE(offset) === 0;
}
