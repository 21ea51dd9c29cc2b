import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#log';
import { SinkError, type EventSink, type RefusedEvent } from '#siem';
import type { EventReceiverRecord, EventRecord, Store } from '#store';
import type { Doorbell } from '../core/doorbell.js';
import { eventBell } from '../core/journal.js';
import type { ReceiverSettings } from './receiver-settings.js';

export interface ForwarderParts {
  readonly settings: Pick<ReceiverSettings, 'name' | 'kind' | 'types'>;
  readonly sink: EventSink;
  readonly store: Store;
  readonly doorbell: Doorbell;
  readonly logger: Logger;
  /** Waits so many milliseconds, or until the signal. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** How a receiver stands. */
export interface ReceiverStatus {
  readonly name: string;
  readonly kind: ReceiverSettings['kind'];
  readonly toldSeq: number;
  readonly refused: number;
  readonly lost: number;
  readonly lastRefusal: string | null;
  /** Tries that failed since the last that did not. */
  readonly failures: number;
  /** Why the last try failed; null: it did not. */
  readonly failing: string | null;
}

const batchSize = 100;
const lookAgain = 30_000;
const firstPause = 1_000;
const longestPause = 60_000;

/**
 * Tells one receiver every event that it wants, in order and at least once: how far it is stands in the store, so neither
 * its absence nor ours loses anything that is still kept.
 */
export class EventForwarder {
  #record: EventReceiverRecord;
  #failures = 0;
  #failing: string | null = null;

  constructor(private readonly parts: ForwarderParts) {
    const { name } = parts.settings;
    this.#record = { name, toldSeq: 0, refused: 0, lost: 0, lastRefusal: null };
  }

  get status(): ReceiverStatus {
    const { kind } = this.parts.settings;
    return { ...this.#record, kind, failures: this.#failures, failing: this.#failing };
  }

  /** Runs until the signal, from where whoever ran before has come. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, doorbell } = this.parts;
    await this.recall();
    while (!signal.aborted) {
      const next = doorbell.wait(eventBell, lookAgain, signal);
      const events = await store.events.after(this.#record.toldSeq, batchSize);
      if (events.length > 0) await this.#tell(events, signal);
      else await next;
    }
  }

  /** Looks how far the receiver is. One that is new begins with what happens from now on. */
  async recall(): Promise<void> {
    const { store, settings } = this.parts;
    const known = await store.eventReceivers.find(settings.name);
    this.#record = known ?? { ...this.#record, toldSeq: await store.events.lastSeq() };
    if (known === undefined) await store.eventReceivers.save(this.#record);
  }

  close(): void {
    this.parts.sink.close();
  }

  async #tell(events: readonly EventRecord[], signal: AbortSignal): Promise<void> {
    const { types } = this.parts.settings;
    const wanted = events.filter(({ type }) => types?.some((one) => one === type) ?? true);
    const refused = await this.#deliver(wanted, signal);
    if (refused === undefined) return;
    const { toldSeq, lost } = this.#record;
    const gone = (events[0]?.seq ?? toldSeq + 1) - toldSeq - 1;
    await this.#keep({ toldSeq: events.at(-1)?.seq ?? toldSeq, lost: lost + gone }, refused);
  }

  /** Tries until it succeeds; undefined: the signal came first. */
  async #deliver(
    events: readonly EventRecord[],
    signal: AbortSignal,
  ): Promise<readonly RefusedEvent[] | undefined> {
    const { sink, pause = pauseFor } = this.parts;
    if (events.length === 0) return [];
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      try {
        const refused = await sink.deliver(events, signal);
        this.#succeeded();
        return refused;
      } catch (error) {
        if (!(error instanceof SinkError)) throw error;
        if (isOver()) return undefined;
        this.#failed(error);
        await pause(Math.min(firstPause * 2 ** (this.#failures - 1), longestPause), signal);
      }
    }
    return undefined;
  }

  async #keep(
    progress: Pick<EventReceiverRecord, 'toldSeq' | 'lost'>,
    refused: readonly RefusedEvent[],
  ): Promise<void> {
    const { logger, store, settings } = this.parts;
    const receiver = settings.name;
    for (const { seq, reason } of refused) {
      logger.warn('a receiver refused an event', { receiver, event: seq, reason });
    }
    if (progress.lost > this.#record.lost) {
      const lost = progress.lost - this.#record.lost;
      logger.error('events were gone before a receiver could be told', { receiver, lost });
    }
    const last = refused.at(-1);
    this.#record = {
      ...this.#record,
      ...progress,
      refused: this.#record.refused + refused.length,
      ...(last !== undefined && { lastRefusal: `event ${last.seq}: ${last.reason}` }),
    };
    await store.eventReceivers.save(this.#record);
  }

  #failed(error: SinkError): void {
    const { logger, settings } = this.parts;
    this.#failures += 1;
    this.#failing =
      error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
    if (this.#failures > 1) return;
    logger.warn('a receiver can not be told what happens; trying until it can', {
      receiver: settings.name,
      reason: this.#failing,
    });
  }

  #succeeded(): void {
    const { logger, settings } = this.parts;
    if (this.#failures > 0) {
      const tries = this.#failures + 1;
      logger.info('a receiver can be told again', { receiver: settings.name, tries });
    }
    this.#failures = 0;
    this.#failing = null;
  }
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined); // the signal ends it
}
