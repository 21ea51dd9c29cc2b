import { randomUUID } from 'node:crypto';
import type { Clock } from '#engine';
import type { Logger } from '#log';
import type { Store } from '#store';
import type { Doorbell } from '../core/doorbell.js';
import { EventForwarder, type ReceiverStatus } from './event-forwarder.js';
import { openSink } from './open-sink.js';
import type { ReceiverSettings } from './receiver-settings.js';
import { SharedTurn } from './shared-turn.js';

export interface ReceiverParts {
  readonly store: Store;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds between two looks at whose turn it is to tell; absent: ten seconds. */
  readonly lookEvery?: number;
}

/** A receiver, and how many events it has yet to be told. */
export type ReceiverView = ReceiverStatus & { readonly behind: number };

/** All who are told what happens: each by one of the controllers on a store. */
export class EventReceivers {
  readonly #stop = new AbortController();
  readonly #holder = randomUUID();
  #forwarders: readonly EventForwarder[] = [];
  #runs: readonly Promise<void>[] = [];

  constructor(
    private readonly list: readonly ReceiverSettings[],
    private readonly parts: ReceiverParts,
  ) {}

  /** Throws ControllerError where a receiver can't be set up as its settings say. */
  async start(): Promise<void> {
    const { store, doorbell, clock, logger } = this.parts;
    this.#forwarders = await Promise.all(
      this.list.map(async (settings) => {
        const sink = await openSink(settings, clock);
        return new EventForwarder({ settings, sink, store, doorbell, logger });
      }),
    );
    await Promise.all(this.#forwarders.map((forwarder) => forwarder.recall()));
    this.#runs = this.#forwarders.map((forwarder) => this.#run(forwarder));
  }

  /** Ends when none is being told anything any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#runs);
    for (const forwarder of this.#forwarders) forwarder.close();
  }

  async views(): Promise<readonly ReceiverView[]> {
    const { events, eventReceivers } = this.parts.store;
    const last = await events.lastSeq();
    return Promise.all(
      this.#forwarders.map(async ({ status }) => {
        // Another controller may be the one who tells.
        const known = { ...status, ...(await eventReceivers.find(status.name)) };
        return { ...known, behind: last - known.toldSeq };
      }),
    );
  }

  async #run(forwarder: EventForwarder): Promise<void> {
    const receiver = forwarder.status.name;
    const turn = new SharedTurn({
      ...this.parts,
      leases: this.parts.store.leases,
      name: `event receiver ${receiver}`,
      holder: this.#holder,
    });
    try {
      await turn.run((signal) => forwarder.run(signal), this.#stop.signal);
    } catch (error) {
      this.parts.logger.error('a receiver is told nothing any more until the next start', {
        receiver,
        error: error instanceof Error ? error.stack : String(error),
      });
    }
  }
}
