import { createServer, type Server, type Socket } from 'node:net';
import { decodeRequest, encodeReply, type Reply, type Request } from './packet.js';
import { PacketReader } from './packet-reader.js';
import { emptySection, sectionOf, type ViciSection } from './section.js';

/** What a command does: answers, and may tell events on the way. */
export type FakeCommand = (message: ViciSection, tell: Tell) => ViciSection | Promise<ViciSection>;
export type Tell = (event: string, message: ViciSection) => void;

export const success = sectionOf({ success: true });
export function failing(errmsg: string): ViciSection {
  return sectionOf({ success: false, errmsg });
}

/**
 * A daemon for tests that speaks the protocol and does what its table of commands says; registered twice, an event is
 * told twice, as the real one does.
 */
export class FakeDaemon {
  readonly #clients = new Map<Socket, string[]>();
  readonly #server: Server;
  /** Commands that were asked for, in their order. */
  readonly heard: string[] = [];

  private constructor(
    readonly path: string,
    private readonly commands: Readonly<Record<string, FakeCommand>>,
    private readonly events: readonly string[],
  ) {
    this.#server = createServer((socket) => {
      this.#serve(socket);
    });
  }

  static listen(
    path: string,
    commands: Readonly<Record<string, FakeCommand>>,
    events: readonly string[],
  ): Promise<FakeDaemon> {
    const daemon = new FakeDaemon(path, commands, events);
    return new Promise((resolve, reject) => {
      daemon.#server.once('error', reject);
      daemon.#server.listen(path, () => {
        resolve(daemon);
      });
    });
  }

  /** Tells every client that registered for it. */
  tell(event: string, message: ViciSection): void {
    for (const socket of this.#clients.keys()) this.#tell(socket, event, message);
  }

  /** Bytes as they are, to everybody: how a daemon out of its senses speaks. */
  babble(bytes: Buffer): void {
    for (const socket of this.#clients.keys()) socket.write(bytes);
  }

  /** Clients find their sockets closed, and nobody there. */
  close(): Promise<void> {
    for (const socket of this.#clients.keys()) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #serve(socket: Socket): void {
    const reader = new PacketReader();
    let last: Promise<unknown> = Promise.resolve();
    this.#clients.set(socket, []);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#clients.delete(socket));
    socket.on('data', (bytes) => {
      for (const packet of reader.read(bytes)) {
        last = last.then(() => this.#answer(socket, decodeRequest(packet)));
      }
    });
  }

  async #answer(socket: Socket, request: Request): Promise<void> {
    const reply = await this.#replyTo(socket, request);
    if (!socket.destroyed) socket.write(encodeReply(reply));
  }

  async #replyTo(socket: Socket, request: Request): Promise<Reply> {
    const registered = this.#clients.get(socket) ?? [];
    switch (request.kind) {
      case 'register':
        if (!this.events.includes(request.name)) return { kind: 'event-unknown' };
        registered.push(request.name);
        return { kind: 'event-confirm' };
      case 'unregister':
        registered.splice(registered.indexOf(request.name), 1);
        return { kind: 'event-confirm' };
      case 'command':
        return this.#carryOut(socket, request.name, request.message);
    }
  }

  async #carryOut(socket: Socket, name: string, message: ViciSection): Promise<Reply> {
    this.heard.push(name);
    const command = this.commands[name];
    if (command === undefined) return { kind: 'command-unknown' };
    const answer = await command(message, (event, part) => {
      this.#tell(socket, event, part);
    });
    return { kind: 'response', message: answer };
  }

  #tell(socket: Socket, event: string, message: ViciSection = emptySection): void {
    for (const name of this.#clients.get(socket) ?? []) {
      if (name === event) socket.write(encodeReply({ kind: 'event', name, message }));
    }
  }
}
