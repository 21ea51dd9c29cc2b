import { setImmediate } from 'node:timers/promises';
import { endReason, keySize, type EndReason, type FlowRecord } from './flow-record.js';
import type { FlowDelta } from './meter-layout.js';

/** Milliseconds. */
export interface Timeouts {
  /** A flow that lasts is reported so often. */
  readonly active: number;
  /** A flow that has been silent for so long is over. */
  readonly idle: number;
}

interface Entry {
  readonly key: Buffer;
  packets: number;
  octets: number;
  segments: number;
  first: number;
  last: number;
  tcpFlags: number;
}

/** FIN and RST. */
const tcpEnd = 0x01 | 0x04;
/** Entries that are worked on before others get their turn. */
const slice = 1024;
/** Bytes of a packed entry: the key, six numbers of 64 bits. */
const packedSize = keySize + 6 * 8;

/** Flows between the readings of the meter and their report. */
export class FlowTable {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly timeouts: Timeouts) {}

  get size(): number {
    return this.#entries.size;
  }

  /** @param clock milliseconds from CLOCK_MONOTONIC, which deltas are in, to the time since 1970 */
  add(delta: FlowDelta, clock: number): void {
    const { packets, octets, segments, tcpFlags } = delta;
    const text = delta.key.toString('latin1');
    const first = Math.round(delta.first + clock);
    const last = Math.round(delta.last + clock);
    const entry = this.#entries.get(text);
    if (entry === undefined) {
      const key = Buffer.from(delta.key);
      this.#entries.set(text, { key, packets, octets, segments, first, last, tcpFlags });
      return;
    }
    entry.packets += packets;
    entry.octets += octets;
    entry.segments += segments;
    entry.first = Math.min(entry.first, first);
    entry.last = Math.max(entry.last, last);
    entry.tcpFlags |= tcpFlags;
  }

  /** Takes out what is due at a moment, in parts between which others get their turn. */
  async *expire(now: number): AsyncGenerator<readonly FlowRecord[]> {
    const { active, idle } = this.timeouts;
    for await (const part of this.parts()) {
      const due: FlowRecord[] = [];
      for (const [text, entry] of part) {
        const isIdle = now - entry.last >= idle;
        if (!isIdle && now - entry.first < active) continue;
        this.#entries.delete(text);
        due.push({ ...entry, reason: isIdle ? idleReason(entry) : endReason.active });
      }
      if (due.length > 0) yield due;
    }
  }

  /** Takes out everything, as when the contract ends. */
  flush(reason: EndReason = endReason.forced): readonly FlowRecord[] {
    const all = [...this.#entries.values()].map((entry) => ({ ...entry, reason }));
    this.#entries.clear();
    return all;
  }

  /** Everything, as bytes that {@link restore} reads. */
  async pack(): Promise<readonly Buffer[]> {
    const packed: Buffer[] = [];
    for await (const part of this.parts()) packed.push(packEntries(part));
    return packed;
  }

  /** Goes on with what an earlier process left. */
  restore(packed: readonly Buffer[]): void {
    for (const bytes of packed) {
      for (let at = 0; at + packedSize <= bytes.length; at += packedSize) {
        const entry = unpackEntry(bytes, at);
        this.#entries.set(entry.key.toString('latin1'), entry);
      }
    }
  }

  private async *parts(): AsyncGenerator<readonly (readonly [string, Entry])[]> {
    let part: (readonly [string, Entry])[] = [];
    for (const one of this.#entries) {
      part.push(one);
      if (part.length < slice) continue;
      yield part;
      part = [];
      await setImmediate();
    }
    if (part.length > 0) yield part;
  }
}

function packEntries(part: readonly (readonly [string, Entry])[]): Buffer {
  const bytes = Buffer.alloc(part.length * packedSize);
  part.forEach(([, { key, packets, octets, segments, first, last, tcpFlags }], index) => {
    const at = index * packedSize;
    bytes.set(key, at);
    [packets, octets, segments, first, last, tcpFlags].forEach((value, position) => {
      bytes.writeDoubleLE(value, at + keySize + position * 8);
    });
  });
  return bytes;
}

function unpackEntry(bytes: Buffer, at: number): Entry {
  const number = (position: number): number => bytes.readDoubleLE(at + keySize + position * 8);
  return {
    key: Buffer.from(bytes.subarray(at, at + keySize)),
    packets: number(0),
    octets: number(1),
    segments: number(2),
    first: number(3),
    last: number(4),
    tcpFlags: number(5),
  };
}

function idleReason({ tcpFlags }: Entry): EndReason {
  return (tcpFlags & tcpEnd) === 0 ? endReason.idle : endReason.ended;
}
