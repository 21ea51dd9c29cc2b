import { ByteCursor } from './byte-cursor.js';
import { decodeMessage } from './decode-message.js';
import { longestPacket } from './elements.js';
import { encodeMessage, named } from './encode-message.js';
import { emptySection, type ViciSection } from './section.js';
import { ViciError } from './vici-error.js';

/** Packet types (strongSwan, src/libcharon/plugins/vici/README.md, 'Packet format'). */
const packetType = {
  commandRequest: 0,
  commandResponse: 1,
  commandUnknown: 2,
  eventRegister: 3,
  eventUnregister: 4,
  eventConfirm: 5,
  eventUnknown: 6,
  event: 7,
} as const;

/** What a client says. */
export type Request =
  | { readonly kind: 'command'; readonly name: string; readonly message: ViciSection }
  | { readonly kind: 'register' | 'unregister'; readonly name: string };

/** What a daemon says. */
export type Reply =
  | { readonly kind: 'response'; readonly message: ViciSection }
  | { readonly kind: 'command-unknown' | 'event-confirm' | 'event-unknown' }
  | { readonly kind: 'event'; readonly name: string; readonly message: ViciSection };

/** With the four bytes of length in front. */
export function encodeRequest(request: Request): Buffer {
  switch (request.kind) {
    case 'command':
      return framed(named(packetType.commandRequest, request.name), request.message);
    case 'register':
      return framed(named(packetType.eventRegister, request.name));
    case 'unregister':
      return framed(named(packetType.eventUnregister, request.name));
  }
}

export function encodeReply(reply: Reply): Buffer {
  switch (reply.kind) {
    case 'response':
      return framed(Buffer.of(packetType.commandResponse), reply.message);
    case 'command-unknown':
      return framed(Buffer.of(packetType.commandUnknown));
    case 'event-confirm':
      return framed(Buffer.of(packetType.eventConfirm));
    case 'event-unknown':
      return framed(Buffer.of(packetType.eventUnknown));
    case 'event':
      return framed(named(packetType.event, reply.name), reply.message);
  }
}

/** Without the four bytes of length. Throws {@link ViciError}. */
export function decodeReply(packet: Buffer): Reply {
  const cursor = new ByteCursor(packet);
  switch (cursor.byte('a packet')) {
    case packetType.commandResponse:
      return { kind: 'response', message: decodeMessage(cursor.rest()) };
    case packetType.commandUnknown:
      return bare('command-unknown', cursor);
    case packetType.eventConfirm:
      return bare('event-confirm', cursor);
    case packetType.eventUnknown:
      return bare('event-unknown', cursor);
    case packetType.event:
      return { kind: 'event', name: cursor.name(), message: decodeMessage(cursor.rest()) };
  }
  throw new ViciError('malformed', `a daemon never sends packets of type ${packet[0] ?? 0}`);
}

/** Without the four bytes of length. Throws {@link ViciError}. */
export function decodeRequest(packet: Buffer): Request {
  const cursor = new ByteCursor(packet);
  switch (cursor.byte('a packet')) {
    case packetType.commandRequest:
      return { kind: 'command', name: cursor.name(), message: decodeMessage(cursor.rest()) };
    case packetType.eventRegister:
      return { kind: 'register', name: cursor.name() };
    case packetType.eventUnregister:
      return { kind: 'unregister', name: cursor.name() };
  }
  throw new ViciError('malformed', `a client never sends packets of type ${packet[0] ?? 0}`);
}

function bare<Kind extends Reply['kind']>(kind: Kind, cursor: ByteCursor): { readonly kind: Kind } {
  if (cursor.isAtEnd) return { kind };
  throw new ViciError('malformed', `more bytes follow where a packet '${kind}' ends`);
}

function framed(head: Buffer, message: ViciSection = emptySection): Buffer {
  const body = encodeMessage(message);
  const bytes = head.length + body.length;
  if (bytes > longestPacket) {
    throw new ViciError(
      'oversized',
      `a packet has at most ${longestPacket} bytes; this one has ${bytes}`,
    );
  }
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return Buffer.concat([length, head, body]);
}
