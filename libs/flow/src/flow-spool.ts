import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { SentMark, StreamState } from './flow-stream.js';

/** All that was read from the meter and has not reached its collector. */
export interface SpooledState {
  /** Generations up to this one are in it. */
  readonly generation: number;
  /** As packed by the tables. */
  readonly tables: ReadonlyMap<string, readonly Buffer[]>;
  readonly streams: ReadonlyMap<string, StreamState>;
  /** Flow packets and octets read so far, by number and direction. */
  readonly counted: ReadonlyMap<string, { readonly packets: bigint; readonly octets: bigint }>;
}

/** Bytes of a mark: u32 of the snapshot, u32 of the stream, u32 whether it waited, u32 sequence number. */
const markSize = 16;

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
      const { snapshot, state } = deserialize(readFileSync(this.path('state'))) as {
        readonly snapshot: number;
        readonly state: SpooledState;
      };
      this.#snapshot = snapshot;
      return withoutSent(state, this.marks());
    } catch {
      // Nothing was kept, or what was kept is of another version: the meter's own totals go on all the same.
      return undefined;
    }
  }

  write(state: SpooledState): void {
    this.#snapshot = (this.#snapshot + 1) >>> 0;
    this.#streams = [...state.streams.keys()];
    writeFileSync(this.path('state.new'), serialize({ snapshot: this.#snapshot, state }));
    renameSync(this.path('state.new'), this.path('state'));
    if (this.#marks !== undefined) closeSync(this.#marks);
    this.#marks = undefined;
    rmSync(this.path('sent'), { force: true });
  }

  /** To be called before a message leaves. */
  mark(stream: string, { isWaiting, sequence }: SentMark): void {
    const index = this.#streams.indexOf(stream);
    if (index < 0) return;
    const mark = Buffer.alloc(markSize);
    [this.#snapshot, index, isWaiting ? 1 : 0, sequence].forEach((value, position) => {
      mark.writeUInt32LE(value, position * 4);
    });
    this.#marks ??= openSync(this.path('sent'), 'a', 0o600);
    writeSync(this.#marks, mark);
  }

  private marks(): readonly (SentMark & { readonly stream: number })[] {
    const bytes = readIfThere(this.path('sent'));
    return Array.from({ length: Math.floor(bytes.length / markSize) }, (_, index) => {
      const word = (position: number): number =>
        bytes.readUInt32LE(index * markSize + position * 4);
      return {
        snapshot: word(0),
        stream: word(1),
        isWaiting: word(2) === 1,
        sequence: word(3),
      };
    }).filter(({ snapshot }) => snapshot === this.#snapshot);
  }

  private path(name: string): string {
    return join(this.directory, name);
  }
}

function withoutSent(
  state: SpooledState,
  marks: readonly (SentMark & { readonly stream: number })[],
): SpooledState {
  const streams = [...state.streams].map(([name, stream], index) => {
    const sent = marks.filter((mark) => mark.stream === index);
    const gone = sent.filter(({ isWaiting }) => isWaiting).length;
    const sequence = sent.at(-1)?.sequence ?? stream.sequence;
    return [name, { ...stream, sequence, waiting: messagesOf(stream, gone) }] as const;
  });
  const tables = [...state.tables].map(([name, parts]) => [name, parts.map(asBuffer)] as const);
  return { ...state, tables: new Map(tables), streams: new Map(streams) };
}

/** Bytes come back from the snapshot as plain arrays. */
function messagesOf({ waiting }: StreamState, gone: number): StreamState['waiting'] {
  return waiting.slice(gone).map((message) => ({ ...message, bytes: asBuffer(message.bytes) }));
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // No message has left since the snapshot.
    return Buffer.alloc(0);
  }
}
