import { keySize } from './flow-record.js';

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

/** What was counted of one flow in one reading. */
export interface FlowDelta {
  /** A view into a buffer that is used again. */
  readonly key: Buffer;
  readonly packets: number;
  readonly octets: number;
  readonly segments: number;
  /** CLOCK_MONOTONIC, milliseconds. */
  readonly first: number;
  readonly last: number;
  readonly tcpFlags: number;
}

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

/** One entry of a batch. */
export function decodeFlow(keys: Buffer, values: Buffer, index: number): FlowDelta {
  const at = index * layout.flows.valueSize;
  const nanosecondsPerMillisecond = 1e6;
  return {
    key: keys.subarray(index * keySize, (index + 1) * keySize),
    packets: readUint64(values, at),
    octets: readUint64(values, at + 8),
    segments: readUint64(values, at + 16),
    first: readUint64(values, at + 24) / nanosecondsPerMillisecond,
    last: readUint64(values, at + 32) / nanosecondsPerMillisecond,
    tcpFlags: values.readUInt32LE(at + 40),
  };
}

/** Exact up to 2^53, which no flow reaches between two readings. */
function readUint64(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset) + bytes.readUInt32LE(offset + 4) * 0x1_0000_0000;
}
