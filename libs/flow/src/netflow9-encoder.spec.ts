import { sampleRows } from '../test/sample-flows.js';
import { netflow9Encoder } from './netflow9-encoder.js';

const now = 1_700_000_000_999;
const encoder = netflow9Encoder({ domain: 42, mostOctets: 1400, interfaceOf: () => undefined });

describe('NetFlow 9', () => {
  it('counts templates and records in its header, and messages in its sequence', () => {
    const [templates] = encoder.templates(now);
    expect(templates?.bytes.readUInt16BE(2)).toBe(3);
    const [message] = encoder.encode(sampleRows({}, {}), now);
    expect(message?.bytes.readUInt16BE(2)).toBe(2);
    expect(message?.advance).toBe(1);
  });

  it('pads its sets to multiples of four', () => {
    for (const { bytes } of encoder.encode(sampleRows({}), now)) {
      expect(bytes.length % 4).toBe(0);
      expect(bytes.readUInt16BE(22) % 4).toBe(0);
    }
  });

  it('tells uptime and seconds of the same moment, so that their difference stays', () => {
    const at = (time: number): number => {
      const [message] = encoder.templates(time);
      const seconds = message?.bytes.readUInt32BE(8) ?? 0;
      return seconds * 1000 - (message?.bytes.readUInt32BE(4) ?? 0);
    };
    expect(at(now)).toBe(at(now + 1234));
  });
});
