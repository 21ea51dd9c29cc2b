import { deserialize, serialize } from 'node:v8';
import { FlowRows } from './flow-rows.js';
import type { StreamState } from './flow-stream.js';

/** All that was read from the meter and has not reached its collector. */
export interface SpooledState {
  /** Generations up to this one are in it. */
  readonly generation: number;
  readonly tables: ReadonlyMap<string, FlowRows>;
  readonly streams: ReadonlyMap<string, StreamState>;
  /** Flow packets and octets read so far, by number and direction. */
  readonly counted: ReadonlyMap<string, { readonly packets: bigint; readonly octets: bigint }>;
}

/** What stands before the rows and messages themselves. */
interface Head {
  readonly snapshot: number;
  readonly generation: number;
  /** With the octets of their rows. */
  readonly tables: readonly (readonly [string, number])[];
  readonly streams: readonly (readonly [string, StreamHead])[];
  readonly counted: SpooledState['counted'];
}

type StreamHead = Omit<StreamState, 'waiting'> & {
  /** Octets, flows and advance of each message, one after the other. */
  readonly waiting: Uint32Array;
};

/** A u32 of the head's length, the head, rows of tables, messages. */
export function snapshotBytes(snapshot: number, state: SpooledState): readonly Buffer[] {
  const { generation, tables, streams, counted } = state;
  const head: Head = {
    snapshot,
    generation,
    counted,
    tables: [...tables].map(([name, { bytes }]) => [name, bytes.length] as const),
    streams: [...streams].map(([name, { waiting, ...rest }]) => {
      return [name, { ...rest, waiting: sizesOf(waiting) }] as const;
    }),
  };
  const bytes = serialize(head);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  const rows = [...tables.values()].map((table) => table.bytes);
  const messages = [...streams.values()].flatMap(({ waiting }) => joined(waiting));
  return [length, bytes, ...rows, ...messages];
}

function sizesOf(waiting: StreamState['waiting']): Uint32Array {
  const sizes = new Uint32Array(waiting.length * 3);
  for (const [index, { bytes, flows, advance }] of waiting.entries()) {
    sizes[index * 3] = bytes.length;
    sizes[index * 3 + 1] = flows;
    sizes[index * 3 + 2] = advance;
  }
  return sizes;
}

/** Messages that stand one behind the other in memory as one piece: few pieces are written sooner than many. */
function joined(waiting: StreamState['waiting']): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let begin = 0;
  waiting.forEach(({ bytes }, index) => {
    const next = waiting[index + 1]?.bytes;
    const end = bytes.byteOffset + bytes.length;
    if (next?.buffer === bytes.buffer && next.byteOffset === end) return;
    const first = waiting[begin]?.bytes ?? bytes;
    pieces.push(Buffer.from(bytes.buffer, first.byteOffset, end - first.byteOffset));
    begin = index + 1;
  });
  return pieces;
}

/** Throws what it likes where the bytes are no snapshot. */
export function readSnapshot(bytes: Buffer): {
  readonly snapshot: number;
  readonly state: SpooledState;
} {
  let at = 0;
  const take = (length: number): Buffer => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const head = deserialize(take(take(4).readUInt32LE())) as Head;
  const { snapshot, generation, counted } = head;
  const tables = head.tables.map(([name, length]) => [name, new FlowRows(take(length))] as const);
  const streams = head.streams.map(([name, { waiting, ...rest }]) => {
    const messages = Array.from({ length: waiting.length / 3 }, (_, index) => {
      const [length = 0, flows = 0, advance = 0] = waiting.subarray(index * 3, index * 3 + 3);
      return { bytes: take(length), flows, advance };
    });
    return [name, { ...rest, waiting: messages }] as const;
  });
  const state = { generation, counted, tables: new Map(tables), streams: new Map(streams) };
  return { snapshot, state };
}
