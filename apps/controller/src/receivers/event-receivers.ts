import type { Clock } from '#engine';
import type { Logger } from '#log';
import type { Store } from '#store';
import type { Doorbell } from '../core/doorbell.js';
import { EventForwarder, type ReceiverStatus } from './event-forwarder.js';
import { openSink } from './open-sink.js';
import type { ReceiverSettings } from './receiver-settings.js';

export interface ReceiverParts {
  readonly store: Store;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A receiver, and how many events it has yet to be told. */
export type ReceiverView = ReceiverStatus & { readonly behind: number };

/** All who are told what happens. */
export class EventReceivers {
  readonly #stop = new AbortController();
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
    this.#runs = this.#forwarders.map((forwarder) => this.#run(forwarder));
  }

  /** Ends when none is being told anything any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#runs);
  }

  async views(): Promise<readonly ReceiverView[]> {
    const last = await this.parts.store.events.lastSeq();
    return this.#forwarders.map(({ status }) => ({ ...status, behind: last - status.toldSeq }));
  }

  async #run(forwarder: EventForwarder): Promise<void> {
    try {
      await forwarder.run(this.#stop.signal);
    } catch (error) {
      const receiver = forwarder.status.name;
      this.parts.logger.error('a receiver is told nothing any more until the next start', {
        receiver,
        error: error instanceof Error ? error.stack : String(error),
      });
    }
  }
}
