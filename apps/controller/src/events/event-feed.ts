import { accept, type Result } from '#contract';
import type { Store } from '#store';
import type { Doorbell } from '../core/doorbell.js';
import { eventBell } from '../core/journal.js';
import { formatEvent, heartbeat } from '../http/event-stream.js';
import { refuseWith } from '../problems/refuse-with.js';

const batchSize = 100;

/** The stream of events, from any point that is still kept. Read from the store, so nothing is lost in between. */
export class EventFeed {
  constructor(
    private readonly store: Store,
    private readonly doorbell: Doorbell,
    private readonly heartbeatSeconds: number,
  ) {}

  /** The number after which to begin. `text` absent: from now on. */
  async startAfter(text: string | undefined): Promise<Result<number>> {
    const last = await this.store.events.lastSeq();
    if (text === undefined) return accept(last);
    if (!/^\d{1,15}$/.test(text)) {
      return refuseWith('query-invalid', 'an event number is a whole number', '/after');
    }
    const after = Number(text);
    const first = await this.store.events.firstSeq();
    return after + 1 < first
      ? refuseWith('events-compacted', `events before number ${first} are no longer kept`)
      : accept(Math.min(after, last));
  }

  async *after(start: number, signal: AbortSignal): AsyncGenerator<string> {
    let seen = start;
    while (!signal.aborted) {
      const next = this.doorbell.wait(eventBell, this.heartbeatSeconds * 1000, signal);
      const events = await this.store.events.after(seen, batchSize);
      if (events.length === 0) yield heartbeat;
      for (const event of events) {
        yield formatEvent({ id: String(event.seq), event: event.type, data: event });
        seen = event.seq;
      }
      if (events.length < batchSize) await next;
    }
  }
}
