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
const notDue = 0;

/** Flows between the readings of the meter and their report. */
export class FlowTable {
  readonly #index = new FlowIndex();
  #rows = FlowRows.withRoomFor(leastRoom);
  #count = 0;
  /** Flows that there were at most since there was none. */
  #most = 0;

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
   * is added. The memory of a part is the table's own, and used again for the next one.
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
    let next = 0;
    let kept = 0;
    let spare: FlowRows | undefined;
    try {
      while (next < this.#count) {
        const [begin, end] = [next, Math.min(next + slice, this.#count)];
        const due = this.#judge(begin, end, reasonOf);
        if (due === end - begin) {
          next = end;
          yield this.#rows.part(begin, end);
        } else {
          spare ??= FlowRows.withRoomFor(slice);
          let taken = 0;
          for (; next < end; next += 1) {
            if (this.#rows.at(next).reason === notDue) this.#keep(next, kept++);
            else this.#rows.copy(next, spare, taken++);
          }
          if (taken > 0) yield spare.head(taken);
        }
        if (next < this.#count) await setImmediate();
      }
    } finally {
      for (; next < this.#count; next += 1) this.#keep(next, kept++);
      this.#shrinkTo(kept);
    }
  }

  /** Writes into rows why they are due; answers with how many are. */
  #judge(begin: number, end: number, reasonOf: (row: FlowRow) => EndReason | undefined): number {
    let due = 0;
    for (let index = begin; index < end; index += 1) {
      const reason = reasonOf(this.#rows.at(index));
      this.#rows.setReason(index, reason ?? notDue);
      if (reason !== undefined) due += 1;
    }
    return due;
  }

  #keep(from: number, to: number): void {
    this.#index.move(from, to);
    this.#rows.copy(from, this.#rows, to);
  }

  #grow(): void {
    const rows = FlowRows.withRoomFor(this.#rows.length * 2);
    rows.bytes.set(this.#rows.bytes);
    this.#rows = rows;
  }

  /** Half of the memory goes whenever there is no flow and less would have done since the last time. */
  #shrinkTo(count: number): void {
    if (count === this.#count) return;
    const room = this.#rows.length;
    this.#most = Math.max(this.#most, this.#count);
    this.#count = count;
    if (count > 0) {
      this.#index.rebuild(count);
      return;
    }
    const isLarge = room > leastRoom && this.#most * 2 <= room;
    if (isLarge) this.#rows = FlowRows.withRoomFor(room / 2);
    this.#index.clear(isLarge ? room / 2 : room);
    this.#most = 0;
  }
}

function idleReason({ tcpFlags }: FlowRow): EndReason {
  return (tcpFlags & tcpEnd) === 0 ? endReason.idle : endReason.ended;
}
