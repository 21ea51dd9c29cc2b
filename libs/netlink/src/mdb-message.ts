import { formatIp, ipBytes, isMac, ownProtocol, type IpAddress, type MacAddress } from '#drivers';
import { addressFamily, ipOf } from './address-family.js';
import { Attributes, bytesAttribute, nestedAttribute, u8Attribute } from './attributes.js';
import { formatMac, macBytes } from './mac-bytes.js';
import { messageFlag, type Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import { changeRequest, dumpRequest } from './requests.js';

/** RTM_* of include/uapi/linux/rtnetlink.h. */
export const mdbMessage = { new: 84, delete: 85, get: 86 } as const;

/** struct br_port_msg: u8 family, 3 bytes of padding, u32 index of the bridge. */
const headerLength = 8;
/** NLA_F_NESTED, which the kernel asks for here. */
const nested = 0x8000;
/** MDBA_SET_ENTRY and MDBA_SET_ENTRY_ATTRS; MDBE_ATTR_* in the latter (include/uapi/linux/if_bridge.h). */
const asked = { entry: 1, attributes: 2, source: 1, protocol: 4 } as const;
/** MDBA_MDB, MDBA_MDB_ENTRY, MDBA_MDB_ENTRY_INFO; MDBA_MDB_EATTR_* behind the entry. */
const told = { table: 1, entry: 1, info: 1, source: 4, protocol: 5 } as const;
/**
 * struct br_mdb_entry: u32 index of the port, u8 state, u8 flags, u16 VLAN, 16 bytes for the group, be16 EtherType of its
 * family, 2 bytes of padding.
 */
const entryLength = 28;
/** MDB_PERMANENT. */
const permanent = 1;
/** ETH_P_*; 0: the group is a MAC address. */
const etherType = { ipv4: 0x0800, ipv6: 0x86dd, none: 0 } as const;
/** RTPROT_STATIC: what somebody else's entry comes back as. */
const staticProtocol = 4;

/** A permanent entry for a group; links stand as indexes. */
export interface MdbSettings {
  readonly bridge: number;
  /** The port. */
  readonly link: number;
  readonly group: IpAddress | MacAddress;
  readonly source?: IpAddress;
  readonly vlan?: number;
}

export interface MdbRecord extends MdbSettings {
  /** RTPROT_*: who put it there. Linux before 6.3 does not tell, and takes none of ours. */
  readonly protocol: number;
}

/** @param isOurs whether the entry gets our protocol number */
export function createMdbEntry(entry: MdbSettings, isOurs: boolean): Request {
  const protocol = u8Attribute(asked.protocol, isOurs ? ownProtocol : staticProtocol);
  return request(mdbMessage.new, messageFlag.create | messageFlag.exclusive, entry, [protocol]);
}

export function deleteMdbEntry(entry: MdbSettings): Request {
  return request(mdbMessage.delete, 0, entry, []);
}

export function dumpMdb(): Request {
  return dumpRequest(mdbMessage.get, [header(0)]);
}

function request(
  type: number,
  flags: number,
  entry: MdbSettings,
  further: readonly Buffer[],
): Request {
  const { source } = entry;
  const attributes = [
    ...(source === undefined ? [] : [bytesAttribute(asked.source, ipBytes(source))]),
    ...further,
  ];
  return changeRequest(
    type,
    [
      header(entry.bridge),
      bytesAttribute(asked.entry, encodeEntry(entry)),
      ...(attributes.length === 0 ? [] : [nestedAttribute(asked.attributes | nested, attributes)]),
    ],
    flags,
  );
}

function header(bridge: number): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.writeUInt8(addressFamily.bridge, 0);
  bytes.writeUInt32LE(bridge, 4);
  return bytes;
}

function encodeEntry({ link, group, vlan = 0 }: MdbSettings): Buffer {
  const address = isMac(group) ? macBytes(group) : ipBytes(group);
  const bytes = Buffer.alloc(entryLength);
  bytes.writeUInt32LE(link, 0);
  bytes.writeUInt8(permanent, 4);
  bytes.writeUInt16LE(vlan, 6);
  bytes.set(address, 8);
  bytes.writeUInt16BE(typeOf(address), 24);
  return bytes;
}

function typeOf({ length }: Uint8Array): number {
  if (length === 6) return etherType.none;
  return length === 4 ? etherType.ipv4 : etherType.ipv6;
}

/** The permanent entries that one message tells of a bridge. */
export function decodeMdb(body: Buffer): readonly MdbRecord[] {
  if (body.length < headerLength) {
    throw new NetlinkError('malformed', `a message of groups of ${body.length} bytes is too short`);
  }
  const bridge = body.readUInt32LE(4);
  const table = new Attributes(body, headerLength).nested(told.table);
  const entries = (table?.all(told.entry) ?? []).flatMap((bytes) =>
    new Attributes(bytes).all(told.info),
  );
  return entries.flatMap((bytes) => decodeEntry(bridge, bytes));
}

function decodeEntry(bridge: number, bytes: Buffer): readonly MdbRecord[] {
  if (bytes.length < entryLength || bytes.readUInt8(4) !== permanent) return [];
  const group = groupOf(bytes);
  const fields = new Attributes(bytes, entryLength);
  const [vlan, source] = [bytes.readUInt16LE(6), ipOf(fields.payload(told.source))];
  if (group === undefined) return [];
  return [
    {
      bridge,
      link: bytes.readUInt32LE(0),
      group,
      ...(source !== undefined && { source }),
      ...(vlan !== 0 && { vlan }),
      protocol: fields.u8(told.protocol) ?? 0,
    },
  ];
}

function groupOf(bytes: Buffer): IpAddress | MacAddress | undefined {
  switch (bytes.readUInt16BE(24)) {
    case etherType.ipv4:
      return formatIp(bytes.subarray(8, 12));
    case etherType.ipv6:
      return formatIp(bytes.subarray(8, 24));
    default:
      return formatMac(bytes.subarray(8, 14));
  }
}
