import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { CollectorResolver, type CollectorAddress } from './collector-address.js';
import type { FlowTransport } from './flow-transport.js';

/** Milliseconds. */
const connectWithin = 5_000;
const retryAfter = 2_000;

/**
 * A stream to a collector (RFC 7011 10.4). What a broken connection held is lost; it is connected again. Where the name
 * of the collector comes to mean another address, that one is connected before the former is left.
 */
export class TcpTransport implements FlowTransport {
  readonly isReliable = true;
  /** A connection that is refused is never ready. */
  readonly isRefused = false;
  readonly #resolver: CollectorResolver;
  #open: { readonly socket: Socket; readonly address: string } | undefined;
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
    const address = await this.#resolver.resolve();
    if (address !== undefined && address !== this.#open?.address) await this.#moveTo(address);
    return this.#open !== undefined;
  }

  async send(messages: readonly Buffer[]): Promise<number> {
    for (const [index, message] of messages.entries()) {
      if (!(await this.#sendOne(message))) return index;
    }
    return messages.length;
  }

  close(): void {
    this.#open?.socket.destroy();
    this.#open = undefined;
  }

  async #sendOne(message: Buffer): Promise<boolean> {
    const socket = this.#open?.socket;
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

  async #moveTo(address: string): Promise<void> {
    if (this.clock() - this.#failed < retryAfter) return;
    const socket = await this.#connect(address);
    if (socket === undefined) {
      this.#failed = this.clock();
      return;
    }
    socket.on('close', () => {
      if (this.#open?.socket === socket) this.#open = undefined;
    });
    // What was written to the former still gets there.
    this.#open?.socket.end();
    this.#open = { socket, address };
    this.#connection += 1;
  }

  async #connect(host: string): Promise<Socket | undefined> {
    const socket = connect({ host, port: this.collector.port, timeout: connectWithin });
    socket.on('error', () => undefined);
    socket.unref();
    // A collector says nothing; that it has gone is only noticed by who reads.
    socket.resume();
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
