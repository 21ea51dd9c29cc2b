import type { PacketCounts, TrafficCounters } from '../src/traffic-check.js';

/** Interfaces whose packets move at the pace that a test gives them, while time is let pass. */
export class FakeTraffic implements TrafficCounters {
  readonly #counts = new Map<string, PacketCounts>();
  readonly #paces = new Map<string, PacketCounts>();
  /** Seconds that were waited for, in order. */
  readonly windows: number[] = [];

  /** Packets a second from now on. */
  flow(link: string, received: number, sent: number): void {
    this.#paces.set(link, { received: BigInt(received), sent: BigInt(sent) });
  }

  read(): ReadonlyMap<string, PacketCounts> {
    return new Map(this.#counts);
  }

  pass(seconds: number): Promise<void> {
    this.windows.push(seconds);
    for (const [link, pace] of this.#paces) {
      const { received, sent } = this.#counts.get(link) ?? { received: 0n, sent: 0n };
      this.#counts.set(link, {
        received: received + pace.received * BigInt(seconds),
        sent: sent + pace.sent * BigInt(seconds),
      });
    }
    return Promise.resolve();
  }
}
