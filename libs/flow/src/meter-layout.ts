import { column, keySize, rowSize } from './flow-row.js';
import type { FlowRows } from './flow-rows.js';

/* The layouts of bpf/meter.c; numbers are little-endian, as on every machine that we run on. */

/** A frame leaves the kernel's stack at egress, seen from the interface. */
export const directions = ['ingress', 'egress'] as const;
export type Direction = (typeof directions)[number];

/** What an interface has carried in one direction since its number was first used on this machine's current start. */
export interface SideTotals {
  readonly packets: bigint;
  /** Frames without FCS, the VLAN tag that the kernel took off included. */
  readonly octets: bigint;
  /** Packets on a wire: a super-packet of GSO or GRO is many. */
  readonly segments: bigint;
  readonly nonIpPackets: bigint;
  /** Those for which a flow was looked for: since the contract wants flows. */
  readonly flowPackets: bigint;
  readonly flowOctets: bigint;
  /** Of these, those for which there was no room. */
  readonly overflowPackets: bigint;
  readonly overflowOctets: bigint;
}

export const noTotals: SideTotals = {
  packets: 0n,
  octets: 0n,
  segments: 0n,
  nonIpPackets: 0n,
  flowPackets: 0n,
  flowOctets: 0n,
  overflowPackets: 0n,
  overflowOctets: 0n,
};

export const layout = {
  interfaces: { keySize: 4, valueSize: 8 },
  totals: { keySize: 8, valueSize: 64 },
  flows: { keySize, valueSize: 48 },
} as const;

export interface MeteredInterface {
  readonly number: number;
  /** Bytes of the device's own header: 14 Ethernet, 0 where frames begin with IP. */
  readonly header: 0 | 14;
  /** Whether flows are told apart; totals are always counted. */
  readonly flows: boolean;
}

export function encodeMetered({ number, header, flows }: MeteredInterface): Buffer {
  const value = Buffer.alloc(layout.interfaces.valueSize);
  value.writeUInt32LE(number, 0);
  value.writeUInt16LE(header, 4);
  value.writeUInt16LE(flows ? 1 : 0, 6);
  return value;
}

export function encodeSide(number: number, direction: Direction): Buffer {
  const key = Buffer.alloc(layout.totals.keySize);
  key.writeUInt32LE(number, 0);
  key.writeUInt32LE(directions.indexOf(direction), 4);
  return key;
}

export function decodeSide(key: Buffer, offset: number): { number: number; direction: Direction } {
  const direction = key.readUInt32LE(offset + 4) === 0 ? 'ingress' : 'egress';
  return { number: key.readUInt32LE(offset), direction };
}

/** The sum of what every processor has counted. */
export function decodeTotals(values: Buffer, offset: number, processors: number): SideTotals {
  const sum = (position: number): bigint => {
    let total = 0n;
    for (let processor = 0; processor < processors; processor += 1) {
      total += values.readBigUInt64LE(offset + processor * layout.totals.valueSize + position);
    }
    return total;
  };
  return {
    packets: sum(0),
    octets: sum(8),
    segments: sum(16),
    nonIpPackets: sum(24),
    flowPackets: sum(32),
    flowOctets: sum(40),
    overflowPackets: sum(48),
    overflowOctets: sum(56),
  };
}

const little = true;
const word = 0x1_0000_0000;
const nanosecondsPerMillisecond = 1e6;

/**
 * Flows of a batch as rows.
 *
 * @param clock milliseconds from CLOCK_MONOTONIC, which the kernel's times are in, to the time since 1970
 */
export function decodeFlows(
  keys: DataView,
  values: DataView,
  count: number,
  clock: number,
  into: FlowRows,
): void {
  const { view } = into;
  const { valueSize } = layout.flows;
  for (let index = 0; index < count; index += 1) {
    const at = index * rowSize;
    const from = index * valueSize;
    for (let position = 0; position < keySize; position += 8) {
      view.setBigInt64(at + position, keys.getBigInt64(index * keySize + position));
    }
    view.setFloat64(at + column.packets, readUint64(values, from), little);
    view.setFloat64(at + column.octets, readUint64(values, from + 8), little);
    view.setFloat64(at + column.segments, readUint64(values, from + 16), little);
    view.setFloat64(at + column.first, readTime(values, from + 24, clock), little);
    view.setFloat64(at + column.last, readTime(values, from + 32, clock), little);
    view.setUint32(at + column.tcpFlags, values.getUint32(from + 40, little), little);
  }
}

/** Milliseconds since 1970, whole. */
function readTime(bytes: DataView, offset: number, clock: number): number {
  return Math.round(readUint64(bytes, offset) / nanosecondsPerMillisecond + clock);
}

/** Exact up to 2^53, which no flow reaches between two readings. */
function readUint64(bytes: DataView, offset: number): number {
  return bytes.getUint32(offset, little) + bytes.getUint32(offset + 4, little) * word;
}
