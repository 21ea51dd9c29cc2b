import { column, field, rowSize, type FlowField } from './flow-row.js';
import type { FlowRows } from './flow-rows.js';

const little = true;

/** How a field of a record comes from a row. Of `bytes`, which take 1, 2 and 4 at a time, nothing is turned. */
const how = {
  byte: 0,
  pair: 1,
  word: 2,
  /** A u16 of the key in network byte order. */
  uint16: 3,
  vlan: 4,
  /** A double as u64. */
  count: 5,
  payload: 6,
  /** Milliseconds since a moment as u32. */
  uptime: 7,
} as const;

/** One move from a place in a row to a place in the field. */
interface Move {
  readonly how: (typeof how)[keyof typeof how];
  readonly from: number;
  readonly to: number;
}

/** What is to be done for one field. */
export type RowField = readonly Move[];

type Figure = 'packets' | 'octets' | 'segments' | 'first' | 'last';

export const rowField = {
  bytes: (name: FlowField, length: number): RowField => bytesFrom(field[name], length),
  uint16: (name: FlowField): RowField => [{ how: how.uint16, from: field[name], to: 0 }],
  vlan: (name: 'outerVlan' | 'innerVlan'): RowField => [
    { how: how.vlan, from: field[name], to: 0 },
  ],
  count: (name: Figure): RowField => [{ how: how.count, from: column[name], to: 0 }],
  payloadOctets: (): RowField => [{ how: how.payload, from: 0, to: 0 }],
  uptime: (name: 'first' | 'last'): RowField => [{ how: how.uptime, from: column[name], to: 0 }],
  /** The lowest octet of a u32. */
  lowest: (name: 'tcpFlags' | 'reason'): RowField => bytesFrom(column[name], 1),
} as const;

/** Moves of a record, three numbers each: how, from, to. */
export type RecordPlan = Int32Array;
const stride = 3;

/** @param fields of a record with their lengths, in their order; those that don't come from the row are left out */
export function recordPlan(
  fields: readonly { readonly length: number; readonly fromRow?: RowField }[],
): RecordPlan {
  const steps: number[] = [];
  let begin = 0;
  for (const { length, fromRow = [] } of fields) {
    for (const move of fromRow) steps.push(move.how, move.from, begin + move.to);
    begin += length;
  }
  return Int32Array.from(steps);
}

/** Records of one layout that stand one behind the other, and the rows that they are made of. */
export interface RecordRun {
  readonly rows: FlowRows;
  /** Where the rows begin. */
  readonly places: readonly number[];
  readonly into: DataView;
  /** Where the first record begins. */
  readonly start: number;
  /** Bytes of a record. */
  readonly length: number;
  /** Milliseconds since 1970 that `uptime` counts from. */
  readonly uptimeBase: number;
}

/**
 * Writes what records have from their rows, field by field: within a field all records want the same, which is what the
 * compiler is good at.
 */
export function writeFromRows(plan: RecordPlan, run: RecordRun): void {
  for (let step = 0; step < plan.length; step += stride) {
    const move = moves[plan[step] ?? 0];
    move?.(run, plan[step + 1] ?? 0, run.start + (plan[step + 2] ?? 0));
  }
}

type MoveAll = (run: RecordRun, from: number, to: number) => void;

const copyBytes: MoveAll = ({ rows: { view }, places, into, length }, from, to) => {
  for (let index = 0; index < places.length; index += 1) {
    into.setUint8(to + index * length, view.getUint8((places[index] ?? 0) + from));
  }
};

const copyPairs: MoveAll = ({ rows: { view }, places, into, length }, from, to) => {
  for (let index = 0; index < places.length; index += 1) {
    into.setUint16(to + index * length, view.getUint16((places[index] ?? 0) + from));
  }
};

const copyWords: MoveAll = ({ rows: { view }, places, into, length }, from, to) => {
  for (let index = 0; index < places.length; index += 1) {
    into.setInt32(to + index * length, view.getInt32((places[index] ?? 0) + from));
  }
};

const turnPairs: MoveAll = ({ rows: { view }, places, into, length }, from, to) => {
  for (let index = 0; index < places.length; index += 1) {
    into.setUint16(to + index * length, view.getUint16((places[index] ?? 0) + from, little));
  }
};

const writeVlans: MoveAll = ({ rows: { view }, places, into, length }, from, to) => {
  for (let index = 0; index < places.length; index += 1) {
    const vlan = view.getUint16((places[index] ?? 0) + from, little) & 0xfff;
    into.setUint16(to + index * length, vlan);
  }
};

const writeCounts: MoveAll = ({ rows: { view }, places, into, length }, from, to) => {
  for (let index = 0; index < places.length; index += 1) {
    setUint64(into, to + index * length, view.getFloat64((places[index] ?? 0) + from, little));
  }
};

const writePayloads: MoveAll = ({ rows, places, into, length }, _from, to) => {
  for (let index = 0; index < places.length; index += 1) {
    const row = rows.at((places[index] ?? 0) / rowSize);
    setUint64(into, to + index * length, row.payloadOctets);
  }
};

const writeUptimes: MoveAll = ({ rows: { view }, places, into, length, uptimeBase }, from, to) => {
  for (let index = 0; index < places.length; index += 1) {
    const time = view.getFloat64((places[index] ?? 0) + from, little);
    into.setUint32(to + index * length, time - uptimeBase);
  }
};

/** By `how`. */
const moves: readonly MoveAll[] = [
  copyBytes,
  copyPairs,
  copyWords,
  turnPairs,
  writeVlans,
  writeCounts,
  writePayloads,
  writeUptimes,
];

/** Of a whole number below 2^53. */
export function setUint64(into: DataView, offset: number, value: number): void {
  into.setUint32(offset, Math.floor(value / 0x1_0000_0000));
  // The lower 32 bits: what is above them is left out.
  into.setUint32(offset + 4, value);
}

function bytesFrom(from: number, length: number): RowField {
  const moves: Move[] = [];
  for (let done = 0; done < length;) {
    const left = length - done;
    const size = left >= 4 ? 4 : left >= 2 ? 2 : 1;
    const one = { 4: how.word, 2: how.pair, 1: how.byte } as const;
    moves.push({ how: one[size], from: from + done, to: done });
    done += size;
  }
  return moves;
}
