import { decodeMessages, encodeMessage, type Message } from '../src/messages.js';
import { NetlinkError } from '../src/netlink-error.js';
import type { NetlinkSocket } from '../src/socket.js';

/** What the fake answers to one message: messages, each a datagram of its own. */
export type Answering = (message: Message) => readonly Buffer[];

/** A socket whose other end is a function. Like the kernel it answers while the send lasts and is read later. */
export class FakeKernel implements NetlinkSocket {
  /** The messages of every send. */
  readonly sends: (readonly Message[])[] = [];
  closed = false;
  #listener: (datagram: Buffer) => void = () => undefined;
  #failed: (error: NetlinkError) => void = () => undefined;

  constructor(private readonly answering: Answering = (message) => [ack(message)]) {}

  send(datagram: Buffer): void {
    const messages = decodeMessages(datagram);
    this.sends.push(messages);
    const answers = messages.flatMap((message) => this.answering(message));
    setImmediate(() => {
      for (const answer of answers) this.#listener(answer);
    });
  }

  onMessage(listener: (datagram: Buffer) => void): void {
    this.#listener = listener;
  }

  onError(listener: (error: NetlinkError) => void): void {
    this.#failed = listener;
  }

  /** As when the receive buffer was full. */
  fail(error: NetlinkError): void {
    this.#failed(error);
  }

  close(): void {
    this.closed = true;
    this.#failed(new NetlinkError('closed', 'the netlink socket was closed'));
  }
}

/** The end of a request; `text` as with NETLINK_EXT_ACK. */
export function ack({ sequence }: Pick<Message, 'sequence'>, errno = 0, text?: string): Buffer {
  const code = Buffer.alloc(4);
  code.writeInt32LE(-errno);
  const words = Buffer.from(`${text ?? ''}\0`);
  const header = Buffer.from([words.length + 4, 0, 1, 0]);
  const body = Buffer.concat([
    code,
    Buffer.alloc(16),
    ...(text === undefined ? [] : [header, words]),
  ]);
  return encodeMessage({ type: 2, flags: text === undefined ? 0x100 : 0x300, body }, sequence);
}

/** A part of a dump. */
export function part({ sequence }: Pick<Message, 'sequence'>, body: string, flags = 2): Buffer {
  return encodeMessage({ type: 16, flags, body: Buffer.from(body) }, sequence);
}

/** The end of a dump. */
export function done({ sequence }: Pick<Message, 'sequence'>, errno = 0, flags = 2): Buffer {
  const body = Buffer.alloc(4);
  body.writeInt32LE(-errno);
  return encodeMessage({ type: 3, flags, body }, sequence);
}
