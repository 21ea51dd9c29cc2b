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
      const sizes = waiting.flatMap(({ bytes, flows, advance }) => [bytes.length, flows, advance]);
      return [name, { ...rest, waiting: Uint32Array.from(sizes) }] as const;
    }),
  };
  const bytes = serialize(head);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  const rows = [...tables.values()].map((table) => table.bytes);
  const messages = [...streams.values()].flatMap(({ waiting }) => waiting.map((one) => one.bytes));
  return [length, bytes, ...rows, ...messages];
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
