import { sampleKey, sampleRows } from '../test/sample-flows.js';
import type { FlowEncoder } from './flow-encoder.js';
import { ipfixEncoder } from './ipfix-encoder.js';
import type { ExportStatistics } from './option-templates.js';

const now = 1_700_000_000_123;
const facts = {
  number: 7,
  name: 'vx-lan',
  description: 'contract of the sample',
  contract: '01JD0000000000000000000000',
  vni: 5001,
};
const statistics: ExportStatistics = {
  domain: 42,
  messages: 0,
  octets: 0,
  flows: 0,
  notSentFlows: 0,
  notSentPackets: 0,
  notSentOctets: 0,
  ignoredPackets: 0,
  ignoredOctets: 0,
};

function encoder(mostOctets = 1400, enterprise?: number): FlowEncoder {
  const interfaceOf = (number: number): typeof facts | undefined =>
    number === facts.number ? facts : undefined;
  return ipfixEncoder({
    domain: 42,
    mostOctets,
    interfaceOf,
    ...(enterprise === undefined ? {} : { enterprise }),
  });
}

describe('an IPFIX message', () => {
  it('has the header of RFC 7011 3.1, with the length of the message and room for the sequence number', () => {
    const [message] = encoder().encode(sampleRows({}), now);
    expect(message?.bytes.readUInt16BE(0)).toBe(10);
    expect(message?.bytes.readUInt16BE(2)).toBe(message?.bytes.length);
    expect(message?.bytes.readUInt32BE(4)).toBe(1_700_000_000);
    expect(message?.bytes.readUInt32BE(8)).toBe(0);
    expect(message?.bytes.readUInt32BE(12)).toBe(42);
  });

  it('is never longer than allowed, and no flow is left out', () => {
    const records = sampleRows(...Array.from({ length: 100 }, () => ({})));
    const messages = encoder(512).encode(records, now);
    expect(Math.max(...messages.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(512);
    expect(messages.reduce((sum, { flows }) => sum + flows, 0)).toBe(100);
  });

  it('advances the sequence by its data records: flows and options, not templates', () => {
    const one = encoder(1400, 32_473);
    expect(one.templates(now).map(({ advance }) => advance)).toEqual([0]);
    expect(one.encode(sampleRows({}, {}), now).map(({ advance }) => advance)).toEqual([2]);
    const described = one.describe([facts], statistics, now);
    // Two elements of our own, sampling, a name, a description, statistics.
    expect(described.reduce((sum, { advance }) => sum + advance, 0)).toBe(6);
  });

  it('tells octets above Ethernet and tags, whole frames, interface and segment', () => {
    const key = sampleKey({ outerVlan: 100, innerVlan: 30 });
    const [message] = encoder().encode(sampleRows({ key, packets: 2, octets: 212 }), now);
    const record = message?.bytes.subarray(20) ?? Buffer.alloc(0);
    expect([...record.subarray(0, 8)]).toEqual([198, 18, 0, 1, 198, 19, 0, 1]);
    const counters = 8 + 7 + 9;
    expect(record.readUInt32BE(15)).toBe(7);
    expect(record.readBigUInt64BE(counters)).toBe(212n - 2n * 22n);
    expect(record.readBigUInt64BE(counters + 8)).toBe(2n);
    expect(record.readBigUInt64BE(counters + 16)).toBe(212n);
    expect(record.includes(Buffer.from('0100000000001389', 'hex'))).toBe(true);
  });

  it('keeps counters of 64 bits whole', () => {
    const octets = 5_000_000_000_014;
    const [message] = encoder().encode(sampleRows({ packets: 1, octets }), now);
    expect(message?.bytes.readBigUInt64BE(20 + 24)).toBe(5_000_000_000_000n);
  });

  it('names the contract under an enterprise number, and describes that element as RFC 5610 says', () => {
    const one = encoder(1400, 32_473);
    const [message] = one.encode(sampleRows({}), now);
    expect(message?.bytes.includes(facts.contract)).toBe(true);
    const described = Buffer.concat(
      one.describe([facts], statistics, now).map(({ bytes }) => bytes),
    );
    expect(described.includes('herculesContractId')).toBe(true);
    expect(encoder().encode(sampleRows({}), now)[0]?.bytes.includes(facts.contract)).toBe(false);
  });
});
