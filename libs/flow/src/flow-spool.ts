import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SentMark } from './flow-stream.js';
import { readSnapshot, snapshotBytes, type SpooledState } from './spool-snapshot.js';

/** Bytes of a mark: u32 of the snapshot, u32 of the stream, u32 messages that have left, u32 sequence number. */
const markSize = 16;

type StreamMark = SentMark & { readonly stream: number };

/**
 * Keeps what was read from the meter until it is sent, over the end of this process. It belongs into memory that goes
 * when the machine starts anew (/run), as the meter's own does: nothing here is written through to a disk.
 *
 * A snapshot is everything; marks say which of its messages have left since.
 */
export class FlowSpool {
  #snapshot = 0;
  #streams: readonly string[] = [];
  /** The open file of marks. */
  #marks: number | undefined;

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** Undefined: there is nothing that could be read. */
  read(): SpooledState | undefined {
    try {
      const { snapshot, state } = readSnapshot(readFileSync(this.path('state')));
      this.#snapshot = snapshot;
      return withoutSent(state, this.marks());
    } catch {
      // Nothing was kept, or what was kept is of another version: the meter's own totals go on all the same.
      return undefined;
    }
  }

  /** Nothing may be sent meanwhile. */
  async write(state: SpooledState): Promise<void> {
    const snapshot = (this.#snapshot + 1) >>> 0;
    const file = await open(this.path('state.new'), 'w', 0o600);
    try {
      await file.writev(snapshotBytes(snapshot, state));
    } finally {
      await file.close();
    }
    await rename(this.path('state.new'), this.path('state'));
    this.#snapshot = snapshot;
    this.#streams = [...state.streams.keys()];
    if (this.#marks !== undefined) closeSync(this.#marks);
    this.#marks = undefined;
    rmSync(this.path('sent'), { force: true });
  }

  /** To be called before messages leave. */
  mark(stream: string, { left, sequence }: SentMark): void {
    const index = this.#streams.indexOf(stream);
    if (index < 0) return;
    const mark = Buffer.alloc(markSize);
    [this.#snapshot, index, left, sequence].forEach((value, position) => {
      mark.writeUInt32LE(value, position * 4);
    });
    this.#marks ??= openSync(this.path('sent'), 'a', 0o600);
    writeSync(this.#marks, mark);
  }

  private marks(): readonly StreamMark[] {
    const bytes = readIfThere(this.path('sent'));
    return Array.from({ length: Math.floor(bytes.length / markSize) }, (_, index) => {
      const word = (position: number): number =>
        bytes.readUInt32LE(index * markSize + position * 4);
      return { snapshot: word(0), stream: word(1), left: word(2), sequence: word(3) };
    }).filter(({ snapshot }) => snapshot === this.#snapshot);
  }

  private path(name: string): string {
    return join(this.directory, name);
  }
}

function withoutSent(state: SpooledState, marks: readonly StreamMark[]): SpooledState {
  const streams = [...state.streams].map(([name, stream], index) => {
    const mark = marks.findLast((one) => one.stream === index);
    if (mark === undefined) return [name, stream] as const;
    const { left, sequence } = mark;
    const waiting = stream.waiting.slice((left - stream.left) >>> 0);
    return [name, { ...stream, left, sequence, waiting }] as const;
  });
  return { ...state, streams: new Map(streams) };
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // No message has left since the snapshot.
    return Buffer.alloc(0);
  }
}
