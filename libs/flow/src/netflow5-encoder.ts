import type { FlowEncoder, StreamContext } from './flow-encoder.js';
import { familyOf, field, isIngress, payloadOctets, type FlowRecord } from './flow-record.js';
import type { ExportMessage } from './message-builder.js';
import { UptimeBase } from './uptime-base.js';

const version = 5;
const headerLength = 24;
const recordLength = 48;
const mostRecords = 30;
/** Counters have 32 bits. */
const mostCounted = 0xffff_ffff;

/** What one record of version 5 can tell of a flow. */
interface Part {
  readonly record: FlowRecord;
  readonly packets: number;
  readonly octets: number;
}

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

  encode(records: readonly FlowRecord[], now: number): readonly ExportMessage[] {
    const parts = records.filter((record) => this.carries(record)).flatMap(partsOf);
    const messages: ExportMessage[] = [];
    for (let start = 0; start < parts.length; start += mostRecords) {
      messages.push(this.message(parts.slice(start, start + mostRecords), now));
    }
    return messages;
  }

  carries({ key }: FlowRecord): boolean {
    return familyOf(key) === 4;
  }

  private message(parts: readonly Part[], now: number): ExportMessage {
    const bytes = Buffer.alloc(headerLength + parts.length * recordLength);
    const base = this.#base.at(now);
    bytes.writeUInt16BE(version, 0);
    bytes.writeUInt16BE(parts.length, 2);
    bytes.writeUInt32BE(now - base, 4);
    bytes.writeUInt32BE(Math.floor(now / 1000) >>> 0, 8);
    bytes.writeUInt32BE((now % 1000) * 1_000_000, 12);
    // Engine type and id; the sampling interval is 0: every packet.
    bytes.writeUInt16BE(this.context.domain & 0xffff, 20);
    parts.forEach((part, index) => {
      writePart(part, base, bytes, headerLength + index * recordLength);
    });
    // Records sent before.
    return { bytes, flows: parts.length, advance: parts.length };
  }
}

/** As many records as the counters of a long flow need; together they are exact. */
function partsOf(record: FlowRecord): readonly Part[] {
  const octets = payloadOctets(record);
  const { packets } = record;
  const count = Math.max(1, Math.ceil(octets / mostCounted), Math.ceil(packets / mostCounted));
  return Array.from({ length: count }, (_, index) => ({
    record,
    packets: shareOf(packets, index, count),
    octets: shareOf(octets, index, count),
  }));
}

function shareOf(whole: number, index: number, count: number): number {
  return Math.floor(whole / count) + (index < whole % count ? 1 : 0);
}

function writePart(
  { record, packets, octets }: Part,
  base: number,
  into: Buffer,
  at: number,
): void {
  const { key, first, last, tcpFlags } = record;
  const number = key.readUInt32LE(field.number) & 0xffff;
  key.copy(into, at, field.source, field.source + 4);
  key.copy(into, at + 4, field.destination, field.destination + 4);
  into.writeUInt16BE(isIngress(key) ? number : 0, at + 12);
  into.writeUInt16BE(isIngress(key) ? 0 : number, at + 14);
  into.writeUInt32BE(packets, at + 16);
  into.writeUInt32BE(octets, at + 20);
  into.writeUInt32BE((first - base) >>> 0, at + 24);
  into.writeUInt32BE((last - base) >>> 0, at + 28);
  into.writeUInt16BE(key.readUInt16LE(field.sourcePort), at + 32);
  into.writeUInt16BE(key.readUInt16LE(field.destinationPort), at + 34);
  into[at + 37] = tcpFlags & 0xff;
  into[at + 38] = key[field.protocol] ?? 0;
  into[at + 39] = key[field.tos] ?? 0;
}
