import { column, endReason, field, keySize, rowSize } from '../src/flow-row.js';
import { FlowRows } from '../src/flow-rows.js';

/** A row, read out. */
export interface SampleFlow {
  readonly key: Buffer;
  readonly packets: number;
  readonly octets: number;
  readonly segments: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  readonly tcpFlags: number;
  readonly reason: number;
}

export interface SampleKey {
  readonly number?: number;
  readonly direction?: 0 | 1;
  readonly family?: 0 | 4 | 6;
  readonly outerVlan?: number;
  readonly innerVlan?: number;
  readonly sourcePort?: number;
}

/** A key as the meter makes it: UDP from 198.18.0.1 to 198.19.0.1. */
export function sampleKey(of: SampleKey = {}): Buffer {
  const { number = 7, direction = 0, family = 4, outerVlan = 0, innerVlan = 0 } = of;
  const key = Buffer.alloc(keySize);
  key.writeUInt32LE(number, field.number);
  key[field.direction] = direction;
  key[field.family] = family;
  key[field.protocol] = 17;
  key.writeUInt16LE({ 0: 0x0806, 4: 0x0800, 6: 0x86dd }[family], field.ethertype);
  key.writeUInt16LE(outerVlan === 0 ? 0 : 0x1000 | outerVlan, field.outerVlan);
  key.writeUInt16LE(innerVlan === 0 ? 0 : 0x1000 | innerVlan, field.innerVlan);
  key.writeUInt16LE(of.sourcePort ?? 1024, field.sourcePort);
  key.writeUInt16LE(9, field.destinationPort);
  key.set([2, 0, 0, 0, 0, 2], field.destinationMac);
  key.set([2, 0, 0, 0, 0, 1], field.sourceMac);
  key.set([198, 18, 0, 1], field.source);
  key.set([198, 19, 0, 1], field.destination);
  return key;
}

export function sampleFlow(of: Partial<SampleFlow> = {}): SampleFlow {
  return {
    key: sampleKey(),
    packets: 10,
    octets: 1060,
    segments: 10,
    first: 1_000_000_000_000,
    last: 1_000_000_005_000,
    tcpFlags: 0,
    reason: endReason.idle,
    ...of,
  };
}

/** Rows of flows that are like the sample, but for what is said. */
export function sampleRows(...flows: readonly Partial<SampleFlow>[]): FlowRows {
  const rows = FlowRows.withRoomFor(flows.length);
  flows.map(sampleFlow).forEach((flow, index) => {
    const at = index * rowSize;
    rows.bytes.set(flow.key, at);
    for (const name of ['packets', 'octets', 'segments', 'first', 'last'] as const) {
      rows.view.setFloat64(at + column[name], flow[name], true);
    }
    rows.view.setUint32(at + column.tcpFlags, flow.tcpFlags, true);
    rows.view.setUint32(at + column.reason, flow.reason, true);
  });
  return rows;
}

export function flowsIn(rows: FlowRows): readonly SampleFlow[] {
  return Array.from({ length: rows.length }, (_, index) => {
    const { at, packets, octets, segments, first, last, tcpFlags, reason } = rows.at(index);
    const key = Buffer.from(rows.bytes.subarray(at, at + keySize));
    return { key, packets, octets, segments, first, last, tcpFlags, reason };
  });
}
