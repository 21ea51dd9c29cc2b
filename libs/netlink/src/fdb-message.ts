import { hasDestinationList, ipBytes, type IpAddress, type MacAddress } from '#drivers';
import { addressFamily, ipOf } from './address-family.js';
import { Attributes, bytesAttribute, portAttribute, u32Attribute } from './attributes.js';
import { formatMac, macBytes } from './mac-bytes.js';
import { messageFlag, type Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import { changeRequest, dumpRequest } from './requests.js';

/** RTM_* of include/uapi/linux/rtnetlink.h. */
export const fdbMessage = { new: 28, delete: 29, get: 30 } as const;

/** struct ndmsg: u8 family, 3 bytes of padding, i32 index, u16 state, u8 flags, u8 type. */
const headerLength = 12;
/** NDA_* of include/uapi/linux/neighbour.h. */
const field = { destination: 1, mac: 2, port: 6, vni: 7, via: 8, sourceVni: 11 } as const;
/** NUD_*: `bridge fdb` sets both. */
const state = { noArp: 0x40, permanent: 0x80 } as const;
/** NTF_SELF: of the link's own table, not of the bridge that it is a port of. */
const own = 2;

/** A permanent forwarding entry of a VXLAN link, which stands as an index. */
export interface FdbSettings {
  readonly link: number;
  readonly mac: MacAddress;
  readonly destination: IpAddress;
  /** Absent: those of the link. */
  readonly port?: number;
  readonly vni?: number;
  /** Index of the interface by which the destination is reached; absent: that of the link. */
  readonly via?: number;
  /** The VNI of a link that serves many for which this holds; `vni` is then absent where it is the same. */
  readonly sourceVni?: number;
}

/**
 * The kernel (`vxlan_fdb_update` in drivers/net/vxlan/vxlan_core.c) keeps a list of destinations for a group address
 * and for the zero one, which appending adds to, and exactly one for any other, which replacing sets, also in the
 * place of one that was learnt.
 */
export function createFdbEntry(entry: FdbSettings): Request {
  const mode = hasDestinationList(entry.mac) ? messageFlag.append : messageFlag.replace;
  return request(fdbMessage.new, messageFlag.create | mode, entry);
}

/** Takes away this one destination. */
export function deleteFdbEntry(entry: FdbSettings): Request {
  return request(fdbMessage.delete, 0, entry);
}

/** The bare header: with 12 bytes the kernel reads it as ndmsg (`valid_fdb_dump_legacy` in net/core/rtnetlink.c). */
export function dumpFdb(): Request {
  return dumpRequest(fdbMessage.get, [fdbHeader(0, 0, 0)]);
}

/**
 * One link alone. Here the kernel wants struct ifinfomsg (16 bytes): it is by that length that it knows that the index
 * is a filter (`valid_fdb_dump_legacy`).
 */
export function dumpFdbOf(link: number): Request {
  const body = Buffer.alloc(16);
  body.writeUInt8(addressFamily.bridge, 0);
  body.writeInt32LE(link, 4);
  return dumpRequest(fdbMessage.get, [body]);
}

/** struct ndmsg. @param state NUD_* @param flags NTF_* */
export function fdbHeader(link: number, state: number, flags: number): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(addressFamily.bridge, 0);
  header.writeInt32LE(link, 4);
  header.writeUInt16LE(state, 8);
  header.writeUInt8(flags, 10);
  return header;
}

function request(type: number, flags: number, entry: FdbSettings): Request {
  const { link, mac, destination, port, via, sourceVni } = entry;
  const vni = entry.vni ?? sourceVni;
  return changeRequest(
    type,
    [
      fdbHeader(link, state.permanent | state.noArp, own),
      bytesAttribute(field.mac, macBytes(mac)),
      bytesAttribute(field.destination, ipBytes(destination)),
      ...(port === undefined ? [] : [portAttribute(field.port, port)]),
      ...(vni === undefined ? [] : [u32Attribute(field.vni, vni)]),
      ...(via === undefined ? [] : [u32Attribute(field.via, via)]),
      ...(sourceVni === undefined ? [] : [u32Attribute(field.sourceVni, sourceVni)]),
    ],
    flags,
  );
}

/** Undefined for a neighbour, for what was learnt, and for an entry without an IP destination. */
export function decodeFdbEntry(body: Buffer): FdbSettings | undefined {
  if (!isPermanentFdbEntry(body)) return undefined;
  const fields = new Attributes(body, headerLength);
  const destination = ipOf(fields.payload(field.destination));
  if (destination === undefined) return undefined;
  const mac = formatMac(fields.payload(field.mac));
  const [port, via] = [fields.port(field.port), fields.u32(field.via)];
  const sourceVni = fields.u32(field.sourceVni);
  if (mac === undefined) return undefined;
  return {
    link: body.readInt32LE(4),
    mac,
    destination,
    ...(port !== undefined && { port }),
    ...vniOf(fields, sourceVni),
    ...(via !== undefined && { via }),
    ...(sourceVni !== undefined && { sourceVni }),
  };
}

/** Where nothing is told of the destination of one VNI, the kernel has 0 there, which is another entry than the VNI itself. */
function vniOf(fields: Attributes, sourceVni: number | undefined): Pick<FdbSettings, 'vni'> {
  const vni = fields.u32(field.vni) ?? (sourceVni === undefined ? undefined : 0);
  return vni === undefined || vni === sourceVni ? {} : { vni };
}

/** Reads the header alone: cheap enough for a storm of neighbour events. */
export function isPermanentFdbEntry(body: Buffer): boolean {
  if (body.length < headerLength) {
    throw new NetlinkError('malformed', `a forwarding entry of ${body.length} bytes is too short`);
  }
  return (
    body.readUInt8(0) === addressFamily.bridge &&
    (body.readUInt16LE(8) & state.permanent) !== 0 &&
    (body.readUInt8(10) & own) !== 0
  );
}
