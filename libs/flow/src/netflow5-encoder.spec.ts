import { sampleKey, sampleRows } from '../test/sample-flows.js';
import { Netflow5Encoder } from './netflow5-encoder.js';

const now = 1_700_000_000_123;
const encoder = new Netflow5Encoder({ domain: 42, interfaceOf: () => undefined });

describe('NetFlow 5', () => {
  it('puts at most thirty records of 48 octets into a message', () => {
    const records = sampleRows(...Array.from({ length: 31 }, () => ({})));
    const messages = encoder.encode(records, now);
    expect(messages.map(({ bytes }) => bytes.length)).toEqual([24 + 30 * 48, 24 + 48]);
    expect(messages.map(({ advance }) => advance)).toEqual([30, 1]);
  });

  it('tells a flow beyond 32 bits in parts that add up to it', () => {
    const octets = 13_000_000_001 + 14 * 9_000_001;
    const [message] = encoder.encode(sampleRows({ packets: 9_000_001, octets }), now);
    const count = message?.bytes.readUInt16BE(2) ?? 0;
    const sum = (offset: number): number =>
      Array.from({ length: count }, (_, index) =>
        message?.bytes.readUInt32BE(24 + index * 48 + offset),
      ).reduce<number>((all, part) => all + (part ?? 0), 0);
    expect(count).toBe(4);
    expect(sum(16)).toBe(9_000_001);
    expect(sum(20)).toBe(13_000_000_001);
  });

  it('carries IPv4 only', () => {
    expect(encoder.carries(sampleRows({}).at(0))).toBe(true);
    expect(encoder.carries(sampleRows({ key: sampleKey({ family: 6 }) }).at(0))).toBe(false);
    expect(encoder.carries(sampleRows({ key: sampleKey({ family: 0 }) }).at(0))).toBe(false);
  });

  it('has a flow end when it ended, by the clock of the header', () => {
    const last = now - 2000;
    const [message] = encoder.encode(sampleRows({ last }), now);
    const uptime = message?.bytes.readUInt32BE(4) ?? 0;
    expect(uptime - (message?.bytes.readUInt32BE(24 + 28) ?? 0)).toBe(2000);
  });
});
