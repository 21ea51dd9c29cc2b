import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { CollectorResolver, type CollectorAddress } from './collector-address.js';
import type { FlowTransport } from './flow-transport.js';

/** Datagrams to a collector; whether they arrive nobody tells, but a host on which nobody listens says so. */
export class UdpTransport implements FlowTransport {
  readonly isReliable = false;
  readonly #resolver: CollectorResolver;
  #socket: { readonly socket: Socket; readonly address: string } | undefined;
  #connection = 0;
  #isRefused = false;

  constructor(
    private readonly collector: CollectorAddress,
    clock: () => number,
  ) {
    this.#resolver = new CollectorResolver(collector.host, clock);
  }

  get connection(): number {
    return this.#connection;
  }

  get isRefused(): boolean {
    return this.#isRefused;
  }

  async ready(): Promise<boolean> {
    const address = await this.#resolver.resolve();
    if (address === undefined) return false;
    if (this.#socket?.address !== address) await this.#openFor(address);
    return this.#socket !== undefined;
  }

  async send(messages: readonly Buffer[]): Promise<number> {
    this.#isRefused = false;
    for (const [index, message] of messages.entries()) {
      if (!(await this.#sendOne(message))) return index;
      if (this.isRefused) return index + 1;
    }
    return messages.length;
  }

  close(): void {
    this.#socket?.socket.close();
    this.#socket = undefined;
  }

  #sendOne(message: Buffer): Promise<boolean> {
    const open = this.#socket;
    if (open === undefined) return Promise.resolve(false);
    return new Promise((resolve) => {
      open.socket.send(message, (error) => {
        this.#isRefused ||= error !== null;
        resolve(error === null);
      });
    });
  }

  /**
   * One socket for as long as the address stays: its port is part of what the collector knows us by. It is connected,
   * so that the kernel tells us what the collector's host answers by ICMP.
   */
  async #openFor(address: string): Promise<void> {
    this.close();
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.on('error', () => {
      this.#isRefused = true;
    });
    socket.unref();
    const connected = once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.connect(this.collector.port, address);
    if (!(await connected)) {
      socket.close();
      return;
    }
    this.#socket = { socket, address };
    this.#connection += 1;
  }
}
