import { column, FlowRow, rowSize } from './flow-row.js';

const little = true;

/** Flows one after the other in one piece of memory: key, figures, reason (see `column`). */
export class FlowRows {
  readonly view: DataView;
  readonly #cursor: FlowRow;

  constructor(readonly bytes: Buffer) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#cursor = new FlowRow(this.view);
  }

  static withRoomFor(count: number): FlowRows {
    return new FlowRows(Buffer.alloc(count * rowSize));
  }

  get length(): number {
    return this.bytes.length / rowSize;
  }

  /** The row at a place. It is the same object for every place, until the next call. */
  at(index: number): FlowRow {
    this.#cursor.at = index * rowSize;
    return this.#cursor;
  }

  /** The first so many; the memory is the same. */
  head(count: number): FlowRows {
    return this.part(0, count);
  }

  /** Those from a place to before another one; the memory is the same. */
  part(begin: number, end: number): FlowRows {
    return new FlowRows(this.bytes.subarray(begin * rowSize, end * rowSize));
  }

  /** Writes a row of these over one of others, or of these. */
  copy(from: number, into: FlowRows, to: number): void {
    const [start, target] = [from * rowSize, to * rowSize];
    for (let position = 0; position < rowSize; position += 8) {
      into.view.setBigInt64(target + position, this.view.getBigInt64(start + position));
    }
  }

  /** Adds what was counted later of the same flow. */
  merge(index: number, later: FlowRow): void {
    const row = this.at(index);
    const { at } = row;
    const { view } = this;
    view.setFloat64(at + column.packets, row.packets + later.packets, little);
    view.setFloat64(at + column.octets, row.octets + later.octets, little);
    view.setFloat64(at + column.segments, row.segments + later.segments, little);
    view.setFloat64(at + column.first, Math.min(row.first, later.first), little);
    view.setFloat64(at + column.last, Math.max(row.last, later.last), little);
    view.setUint32(at + column.tcpFlags, row.tcpFlags | later.tcpFlags, little);
  }

  setReason(index: number, reason: number): void {
    this.view.setUint32(index * rowSize + column.reason, reason, little);
  }
}
