import { align, Attributes } from './attributes.js';
import { NetlinkError } from './netlink-error.js';

/* struct nlmsghdr of include/uapi/linux/netlink.h: u32 length, u16 type, u16 flags, u32 sequence, u32 port. */
export const messageHeaderLength = 16;

/** NLMSG_*: types below 16 belong to netlink itself. */
const messageType = { error: 2, done: 3 } as const;

/** NLM_F_*. */
export const messageFlag = {
  request: 0x1,
  multipart: 0x2,
  ack: 0x4,
  dumpInterrupted: 0x10,
  dump: 0x300,
  replace: 0x100,
  exclusive: 0x200,
  create: 0x400,
  append: 0x800,
} as const;

/** On an acknowledgement: NLM_F_CAPPED (the request is not repeated) and NLM_F_ACK_TLVS (attributes follow). */
const ackFlag = { capped: 0x100, attributes: 0x200 } as const;
/** NLMSGERR_ATTR_MSG. */
const ackText = 1;

/** What the kernel is asked for: all of a message but the sequence number. */
export interface Request {
  readonly type: number;
  readonly flags: number;
  /** The family's header and attributes. */
  readonly body: Buffer;
  /** How many ordinary requests it takes the kernel's time of; absent: 1. */
  readonly weight?: number;
}

export interface Message {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  /** A view into the received datagram. */
  readonly body: Buffer;
}

/** How the kernel ended one request. */
export interface Ack {
  /** 0: done. */
  readonly errno: number;
  /** The kernel's own words (NETLINK_EXT_ACK), also as a warning on success. */
  readonly text?: string;
}

export function encodeMessage({ type, flags, body }: Request, sequence: number): Buffer {
  const length = messageHeaderLength + body.length;
  const message = Buffer.allocUnsafe(align(length)).fill(0, length);
  message.writeUInt32LE(length, 0);
  message.writeUInt16LE(type, 4);
  message.writeUInt16LE(flags, 6);
  message.writeUInt32LE(sequence, 8);
  // The port is for the kernel to fill in.
  message.writeUInt32LE(0, 12);
  message.set(body, messageHeaderLength);
  return message;
}

/**
 * All messages of one received datagram.
 *
 * @param mayBeCut whether the last one may lack its end, because there was no room for it
 */
export function decodeMessages(datagram: Buffer, mayBeCut = false): readonly Message[] {
  const messages: Message[] = [];
  let offset = 0;
  while (offset + messageHeaderLength <= datagram.length) {
    const length = datagram.readUInt32LE(offset);
    const isCut = offset + length > datagram.length;
    if (length < messageHeaderLength || (isCut && !mayBeCut)) {
      throw new NetlinkError(
        'malformed',
        `a message claims ${length} bytes where ${datagram.length - offset} are left`,
      );
    }
    messages.push({
      type: datagram.readUInt16LE(offset + 4),
      flags: datagram.readUInt16LE(offset + 6),
      sequence: datagram.readUInt32LE(offset + 8),
      body: datagram.subarray(offset + messageHeaderLength, offset + length),
    });
    if (isCut) break;
    offset += align(length);
  }
  return messages;
}

/** The end of a request or dump that a message tells; undefined where it tells none. */
export function ackOf(message: Message): Ack | undefined {
  switch (message.type) {
    case messageType.error:
      return decodeAck(message, messageHeaderLength);
    case messageType.done:
      return message.body.length < 4 ? { errno: 0 } : decodeAck(message, 0);
    default:
      return undefined;
  }
}

/**
 * struct nlmsgerr: i32 negative errno, the request's header, the request's body unless capped, attributes.
 * A NLMSG_DONE has the errno and attributes alone.
 */
function decodeAck(message: Message, requestHeader: number): Ack {
  const { body, flags } = message;
  if (body.length < 4 + requestHeader) {
    throw new NetlinkError('malformed', `an acknowledgement of ${body.length} bytes is too short`);
  }
  const errno = Math.abs(body.readInt32LE(0));
  if ((flags & ackFlag.attributes) === 0) return { errno };
  const repeats = requestHeader > 0 && (flags & ackFlag.capped) === 0;
  const text = new Attributes(
    body,
    repeats ? 4 + align(body.readUInt32LE(4)) : 4 + requestHeader,
  ).text(ackText);
  return text === undefined ? { errno } : { errno, text };
}
