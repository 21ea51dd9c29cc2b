import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { CollectorResolver, type CollectorAddress } from './collector-address.js';
import type { FlowTransport } from './flow-transport.js';

/** Milliseconds. */
const connectWithin = 5_000;
const retryAfter = 2_000;

/** A stream to a collector (RFC 7011 10.4). What a broken connection held is lost; it is connected again. */
export class TcpTransport implements FlowTransport {
  readonly isReliable = true;
  /** A connection that is refused is never ready. */
  readonly isRefused = false;
  readonly #resolver: CollectorResolver;
  #socket: Socket | undefined;
  #connection = 0;
  #failed = -Infinity;

  constructor(
    private readonly collector: CollectorAddress,
    private readonly clock: () => number,
  ) {
    this.#resolver = new CollectorResolver(collector.host, clock);
  }

  get connection(): number {
    return this.#connection;
  }

  async ready(): Promise<boolean> {
    this.#socket ??= await this.#connect();
    return this.#socket !== undefined;
  }

  async send(messages: readonly Buffer[]): Promise<number> {
    for (const [index, message] of messages.entries()) {
      if (!(await this.#sendOne(message))) return index;
    }
    return messages.length;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #sendOne(message: Buffer): Promise<boolean> {
    const socket = this.#socket;
    if (socket === undefined) return false;
    if (socket.write(message)) return true;
    const isDrained = await Promise.race([
      once(socket, 'drain').then(
        () => true,
        () => false,
      ),
      once(socket, 'close').then(() => false),
    ]);
    return isDrained;
  }

  async #connect(): Promise<Socket | undefined> {
    if (this.clock() - this.#failed < retryAfter) return undefined;
    const host = await this.#resolver.resolve();
    const socket = host === undefined ? undefined : await this.#open(host);
    if (socket === undefined) {
      this.#failed = this.clock();
      return undefined;
    }
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
    this.#connection += 1;
    return socket;
  }

  async #open(host: string): Promise<Socket | undefined> {
    const socket = connect({ host, port: this.collector.port, timeout: connectWithin });
    socket.on('error', () => undefined);
    socket.unref();
    const signal = AbortSignal.timeout(connectWithin);
    try {
      await once(socket, 'connect', { signal });
      socket.setTimeout(0);
      return socket;
    } catch {
      socket.destroy();
      return undefined;
    }
  }
}
