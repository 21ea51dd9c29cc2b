import type { Clock, Timers } from '../src/index.js';

/** Time that goes on only when it is told to; timers ring on the way, in their order. */
export class HandClock implements Clock, Timers {
  #now = Date.parse('2026-11-20T08:00:00Z');
  readonly #alarms = new Map<number, { readonly at: number; readonly ring: () => void }>();
  #next = 0;

  now(): Date {
    return new Date(this.#now);
  }

  after(milliseconds: number, callback: () => void): () => void {
    const id = this.#next++;
    this.#alarms.set(id, { at: this.#now + milliseconds, ring: callback });
    return () => this.#alarms.delete(id);
  }

  pass(seconds: number): void {
    const end = this.#now + seconds * 1000;
    for (;;) {
      const due = [...this.#alarms]
        .filter(([, { at }]) => at <= end)
        .sort(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#alarms.delete(due[0]);
      this.#now = due[1].at;
      due[1].ring();
    }
    this.#now = end;
  }
}
