import { setImmediate } from 'node:timers/promises';
import { FlowIndex, hashOf } from './flow-index.js';
import { endReason, rowSize, type EndReason, type FlowRow } from './flow-row.js';
import { FlowRows } from './flow-rows.js';

/** Milliseconds. */
export interface Timeouts {
  /** A flow that lasts is reported so often. */
  readonly active: number;
  /** A flow that has been silent for so long is over. */
  readonly idle: number;
}

/** FIN and RST. */
const tcpEnd = 0x01 | 0x04;
/** Rows that are worked on before others get their turn. */
const slice = 2048;
const leastRoom = 64;

/** Flows between the readings of the meter and their report. */
export class FlowTable {
  readonly #index = new FlowIndex();
  #rows = FlowRows.withRoomFor(leastRoom);
  #count = 0;

  constructor(private readonly timeouts: Timeouts) {}

  get size(): number {
    return this.#count;
  }

  /** All flows; the memory is the table's own, and changes with the next call of anything. */
  get rows(): FlowRows {
    return this.#rows.head(this.#count);
  }

  /** Adds the row at a place to what is known of its flow. */
  add(rows: FlowRows, index: number): void {
    const at = index * rowSize;
    const hash = hashOf(rows.view, at);
    const known = this.#index.find(hash, rows.view, at, this.#rows.view);
    if (known >= 0) {
      this.#rows.merge(known, rows.at(index));
      return;
    }
    if (this.#count === this.#rows.length) this.#grow();
    rows.copy(index, this.#rows, this.#count);
    this.#index.add(hash, this.#count);
    this.#count += 1;
  }

  /** Goes on with what an earlier process left. */
  restore(rows: FlowRows): void {
    for (let index = 0; index < rows.length; index += 1) this.add(rows, index);
  }

  /**
   * Takes out what is due at a moment, in parts between which others get their turn; to be gone through before anything
   * is added. The memory of a part is used again for the next one.
   */
  expire(now: number): AsyncGenerator<FlowRows> {
    const { active, idle } = this.timeouts;
    return this.#take((row) => {
      if (now - row.last >= idle) return idleReason(row);
      return now - row.first >= active ? endReason.active : undefined;
    });
  }

  /** Takes out everything, as when the contract ends; see {@link expire}. */
  flush(reason: EndReason = endReason.forced): AsyncGenerator<FlowRows> {
    return this.#take(() => reason);
  }

  async *#take(reasonOf: (row: FlowRow) => EndReason | undefined): AsyncGenerator<FlowRows> {
    const due = FlowRows.withRoomFor(Math.min(slice, this.#count));
    let next = 0;
    let kept = 0;
    const keep = (): void => {
      this.#index.move(next, kept);
      this.#rows.copy(next, this.#rows, kept);
      kept += 1;
    };
    try {
      while (next < this.#count) {
        let taken = 0;
        for (const end = Math.min(next + slice, this.#count); next < end; next += 1) {
          const reason = reasonOf(this.#rows.at(next));
          if (reason === undefined) {
            keep();
            continue;
          }
          this.#rows.copy(next, due, taken);
          due.setReason(taken, reason);
          taken += 1;
        }
        if (taken > 0) yield due.head(taken);
        if (next < this.#count) await setImmediate();
      }
    } finally {
      for (; next < this.#count; next += 1) keep();
      this.#shrinkTo(kept);
    }
  }

  #grow(): void {
    const rows = FlowRows.withRoomFor(this.#rows.length * 2);
    rows.bytes.set(this.#rows.bytes);
    this.#rows = rows;
  }

  /** The memory goes by halves, whenever there is no flow. */
  #shrinkTo(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    if (count > 0) {
      this.#index.rebuild(count);
      return;
    }
    const room = Math.max(leastRoom, this.#rows.length / 2);
    this.#index.clear(room);
    this.#rows = FlowRows.withRoomFor(room);
  }
}

function idleReason({ tcpFlags }: FlowRow): EndReason {
  return (tcpFlags & tcpEnd) === 0 ? endReason.idle : endReason.ended;
}
