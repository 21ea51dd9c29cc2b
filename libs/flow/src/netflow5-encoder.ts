import type { FlowEncoder, StreamContext } from './flow-encoder.js';
import { field, type FlowRow } from './flow-row.js';
import type { FlowRows } from './flow-rows.js';
import type { ExportMessage } from './message-builder.js';
import { freshPage } from './page.js';
import { UptimeBase } from './uptime-base.js';

const version = 5;
const headerLength = 24;
const recordLength = 48;
const mostRecords = 30;
/** Counters have 32 bits. */
const mostCounted = 0xffff_ffff;

/** NetFlow version 5: IPv4 only, 30 records of fixed layout in a message, interface numbers of 16 bits. */
export class Netflow5Encoder implements FlowEncoder {
  readonly sequenceOffset = 16;
  readonly #base = new UptimeBase();

  constructor(private readonly context: StreamContext) {}

  /** The protocol describes nothing. */
  describe(): readonly ExportMessage[] {
    return [];
  }

  templates(): readonly ExportMessage[] {
    return [];
  }

  encode(rows: FlowRows, now: number): readonly ExportMessage[] {
    const base = this.#base.at(now);
    const messages: ExportMessage[] = [];
    let page = freshPage(0);
    let count = 0;
    const finish = (): void => {
      if (count > 0) messages.push(this.message(page.bytes, count, base, now));
      count = 0;
    };
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows.at(index);
      if (!this.carries(row)) continue;
      const parts = partsOf(row);
      for (let part = 0; part < parts; part += 1) {
        if (count === 0) page = freshPage(headerLength + mostRecords * recordLength);
        writePart(row, { part, parts, base }, page.view, headerLength + count * recordLength);
        count += 1;
        if (count === mostRecords) finish();
      }
    }
    finish();
    return messages;
  }

  carries(row: FlowRow): boolean {
    return row.family === 4;
  }

  private message(memory: Buffer, count: number, base: number, now: number): ExportMessage {
    const bytes = memory.subarray(0, headerLength + count * recordLength);
    bytes.writeUInt16BE(version, 0);
    bytes.writeUInt16BE(count, 2);
    bytes.writeUInt32BE(now - base, 4);
    bytes.writeUInt32BE(Math.floor(now / 1000) >>> 0, 8);
    bytes.writeUInt32BE((now % 1000) * 1_000_000, 12);
    // Engine type and id; the sampling interval is 0: every packet.
    bytes.writeUInt16BE(this.context.domain & 0xffff, 20);
    // Records sent before.
    return { bytes, flows: count, advance: count };
  }
}

/** Into how many records a long flow goes, whose counters have 32 bits; together they are exact. */
function partsOf({ payloadOctets, packets }: FlowRow): number {
  return Math.max(1, Math.ceil(payloadOctets / mostCounted), Math.ceil(packets / mostCounted));
}

function shareOf(whole: number, part: number, parts: number): number {
  return Math.floor(whole / parts) + (part < whole % parts ? 1 : 0);
}

interface Share {
  readonly part: number;
  readonly parts: number;
  /** Milliseconds since 1970 of the moment that times count from. */
  readonly base: number;
}

function writePart(row: FlowRow, { part, parts, base }: Share, view: DataView, at: number): void {
  const number = row.number & 0xffff;
  row.copy(field.source, 4, view, at);
  row.copy(field.destination, 4, view, at + 4);
  view.setUint16(at + 12, row.isIngress ? number : 0);
  view.setUint16(at + 14, row.isIngress ? 0 : number);
  view.setUint32(at + 16, shareOf(row.packets, part, parts));
  view.setUint32(at + 20, shareOf(row.payloadOctets, part, parts));
  view.setUint32(at + 24, row.first - base);
  view.setUint32(at + 28, row.last - base);
  view.setUint16(at + 32, row.uint16(field.sourcePort));
  view.setUint16(at + 34, row.uint16(field.destinationPort));
  view.setUint8(at + 37, row.tcpFlags & 0xff);
  view.setUint8(at + 38, row.byte(field.protocol));
  view.setUint8(at + 39, row.byte(field.tos));
}
