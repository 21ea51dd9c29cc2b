import type { MacAddress } from '#drivers';
import { addressFamily } from './address-family.js';
import { Attributes, bytesAttribute, u16Attribute } from './attributes.js';
import { fdbHeader, fdbMessage } from './fdb-message.js';
import { formatMac, macBytes } from './mac-bytes.js';
import { messageFlag, type Request } from './messages.js';
import { changeRequest } from './requests.js';

/** struct ndmsg, see `fdb-message.ts`. */
const headerLength = 12;
/** NDA_*. */
const field = { mac: 2, vlan: 5, master: 9 } as const;
/** NUD_NOARP and NUD_PERMANENT: of a bridge the former is static, the latter an address of the host itself (`fdb_to_nud`). */
const state = { noArp: 0x40, permanent: 0x80 } as const;
/** NTF_*: of the link's own table; of that of its bridge; told by a routing daemon. */
const flag = { self: 2, master: 4, externallyLearnt: 0x10 } as const;

/** A static forwarding entry of a bridge; links stand as indexes. */
export interface BridgeFdbSettings {
  /** The port. */
  readonly link: number;
  readonly mac: MacAddress;
  /** Absent: where the bridge filters no VLANs. */
  readonly vlan?: number;
}

export interface BridgeFdbRecord extends BridgeFdbSettings {
  readonly bridge: number;
}

/** Takes the place of what the bridge has learnt, or had at another port (`fdb_add_entry` in net/bridge/br_fdb.c). */
export function createBridgeFdbEntry(entry: BridgeFdbSettings): Request {
  return request(fdbMessage.new, messageFlag.create | messageFlag.replace, entry);
}

export function deleteBridgeFdbEntry(entry: BridgeFdbSettings): Request {
  return request(fdbMessage.delete, 0, entry);
}

function request(type: number, flags: number, { link, mac, vlan }: BridgeFdbSettings): Request {
  return changeRequest(
    type,
    [
      fdbHeader(link, state.noArp, flag.master),
      bytesAttribute(field.mac, macBytes(mac)),
      ...(vlan === undefined ? [] : [u16Attribute(field.vlan, vlan)]),
    ],
    flags,
  );
}

/** Undefined for what was learnt, for the host's own addresses, and for entries of other tables. */
export function decodeBridgeFdbEntry(body: Buffer): BridgeFdbRecord | undefined {
  if (!isStaticBridgeEntry(body)) return undefined;
  const fields = new Attributes(body, headerLength);
  const [bridge, mac] = [fields.u32(field.master), formatMac(fields.payload(field.mac))];
  const vlan = fields.u16(field.vlan);
  if (bridge === undefined || mac === undefined) return undefined;
  return { bridge, link: body.readInt32LE(4), mac, ...(vlan !== undefined && { vlan }) };
}

/** Reads the header alone, as for every frame from a new station there may be one. */
export function isStaticBridgeEntry(body: Buffer): boolean {
  if (body.length < headerLength || body.readUInt8(0) !== addressFamily.bridge) return false;
  const [kind, flags] = [body.readUInt16LE(8), body.readUInt8(10)];
  const isStatic = (kind & state.noArp) !== 0 && (kind & state.permanent) === 0;
  return isStatic && (flags & (flag.self | flag.externallyLearnt)) === 0;
}
