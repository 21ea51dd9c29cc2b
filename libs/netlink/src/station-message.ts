import type { Station } from '#engine';
import { addressFamily, ipOf } from './address-family.js';
import { Attributes } from './attributes.js';
import { formatMac } from './mac-bytes.js';

/** struct ndmsg: u8 family, 3 bytes of padding, i32 index, u16 state, u8 flags, u8 type. */
const headerLength = 12;
/** NDA_* of include/uapi/linux/neighbour.h. */
const field = { destination: 1, mac: 2 } as const;
/** NUD_*: learnt lately; told by somebody; of the link itself on a bridge, and told by somebody on a VXLAN link. */
const state = { reachable: 0x02, noArp: 0x40, permanent: 0x80 } as const;

/** Undefined for what forwards to nobody any more, and for a bridge's own addresses. */
export function decodeStation(body: Buffer): Station | undefined {
  if (body.length < headerLength || body.readUInt8(0) !== addressFamily.bridge) return undefined;
  const fields = new Attributes(body, headerLength);
  const mac = formatMac(fields.payload(field.mac));
  if (mac === undefined) return undefined;
  const vtep = ipOf(fields.payload(field.destination));
  const link = body.readInt32LE(4);
  const told = body.readUInt16LE(8);
  if (vtep !== undefined) {
    return (told & (state.reachable | state.noArp | state.permanent)) === 0
      ? undefined
      : { mac, link, vtep };
  }
  const isOwn = (told & state.permanent) !== 0;
  return isOwn || (told & (state.reachable | state.noArp)) === 0 ? undefined : { mac, link };
}
