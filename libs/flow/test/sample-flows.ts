import type { FlowDelta } from '../src/meter-layout.js';
import { endReason, field, keySize, type FlowRecord } from '../src/flow-record.js';

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

export function sampleRecord(of: Partial<FlowRecord> = {}): FlowRecord {
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

export function sampleDelta(of: Partial<FlowDelta> = {}): FlowDelta {
  return {
    key: sampleKey(),
    packets: 10,
    octets: 1060,
    segments: 10,
    first: 1000,
    last: 6000,
    tcpFlags: 0,
    ...of,
  };
}
