import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlowProtocol } from '../src/flow-encoder.js';
import { encoderFor } from '../src/flow-encoders.js';
import { sampleFlow, sampleKey, sampleRows, type SampleFlow } from './sample-flows.js';

/** Independent readers of Debian: libfixbuf-tools, and Wireshark's dissector in tshark. */
const judges = { ipfixDump: '/usr/bin/ipfixDump', tshark: '/usr/bin/tshark' } as const;
const now = 1_700_000_000_000;
const contract = '01JD0000000000000000000000';
const facts = { number: 7, name: 'vx-lan', description: 'a contract', contract, vni: 5001 };

const records: readonly SampleFlow[] = Array.from({ length: 300 }, (_, index) =>
  sampleFlow({
    key: sampleKey({
      family: ([4, 6, 0] as const)[index % 3] ?? 4,
      outerVlan: index % 2 === 0 ? 0 : 100,
      sourcePort: 1024 + index,
    }),
    packets: 10 + index,
    octets: (10 + index) * 106,
    first: now - 5000,
    last: now - 1000,
  }),
);

/** Layout, description and flows, numbered as a stream numbers them. */
function messagesOf(protocol: FlowProtocol): readonly Buffer[] {
  const encoder = encoderFor(protocol, {
    domain: 42,
    mostOctets: 1400,
    enterprise: 32_473,
    interfaceOf: () => facts,
  });
  const none = { notSentFlows: 0, notSentPackets: 0, notSentOctets: 0 };
  const statistics = {
    domain: 42,
    messages: 0,
    octets: 0,
    flows: 0,
    ...none,
    ignoredPackets: 0,
    ignoredOctets: 0,
  };
  let sequence = 0;
  return [
    ...encoder.describe([facts], statistics, now),
    ...encoder.encode(sampleRows(...records.slice(0, 150)), now),
    ...encoder.templates(now),
    ...encoder.encode(sampleRows(...records.slice(150)), now),
  ].map(({ bytes, advance }) => {
    bytes.writeUInt32BE(sequence, encoder.sequenceOffset);
    sequence += advance;
    return bytes;
  });
}

/** A file of pcap(5), link type raw IP, with a datagram of UDP for each message. */
function capture(messages: readonly Buffer[], port: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(101, 20);
  const packets = messages.map((message) => {
    const length = 28 + message.length;
    const packet = Buffer.alloc(16 + 28);
    packet.writeUInt32LE(now / 1000, 0);
    packet.writeUInt32LE(length, 8);
    packet.writeUInt32LE(length, 12);
    packet.set([0x45, 0, length >> 8, length & 0xff, 0, 0, 0, 0, 64, 17], 16);
    packet.set([198, 51, 100, 1, 198, 51, 100, 2], 28);
    packet.writeUInt16BE(40_000, 36);
    packet.writeUInt16BE(port, 38);
    packet.writeUInt16BE(8 + message.length, 40);
    return Buffer.concat([packet, message]);
  });
  return Buffer.concat([header, ...packets]);
}

function inDirectory<Result>(work: (directory: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-judges-'));
  try {
    return work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function tshark(protocol: FlowProtocol, ...args: readonly string[]): string {
  return inDirectory((directory) => {
    const file = join(directory, 'flows.pcap');
    writeFileSync(file, capture(messagesOf(protocol), 4739));
    return execFileSync(judges.tshark, ['-r', file, '-d', 'udp.port==4739,cflow', ...args], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  });
}

function sumOf(text: string): number {
  return text.split(/[\s,]+/).reduce((sum, value) => sum + Number(value), 0);
}

const carriedBy = (protocol: FlowProtocol): readonly SampleFlow[] =>
  records.filter(({ key }) => protocol !== 'netflow5' || key[5] === 4);

(existsSync(judges.tshark) ? describe : describe.skip)('tshark', () => {
  it.each(['ipfix', 'netflow9', 'netflow5'] as const)('reads every flow of %s', (protocol) => {
    const sums = tshark(protocol, '-T', 'fields', '-e', 'cflow.packets');
    const expected = carriedBy(protocol).reduce((sum, { packets }) => sum + packets, 0);
    expect(sumOf(sums)).toBe(expected);
  });

  it.each(['ipfix', 'netflow9', 'netflow5'] as const)('finds nothing wrong with %s', (protocol) => {
    expect(
      tshark(
        protocol,
        '-Y',
        '_ws.expert || _ws.malformed',
        '-T',
        'fields',
        '-e',
        '_ws.expert.message',
      ),
    ).toBe('');
  });

  it('names the elements of IPFIX', () => {
    const text = tshark('ipfix', '-V');
    for (const name of [
      'Dot1q Vlan Id: 100',
      'Layer2 Segment Id: 7205759403',
      'Layer2 Octet Delta',
      'Idle timeout',
    ]) {
      expect(text).toContain(name);
    }
  });
});

(existsSync(judges.ipfixDump) ? describe : describe.skip)('ipfixDump', () => {
  it('reads layout, options and every flow, with the sequence numbers that it expects', () => {
    const text = inDirectory((directory) => {
      const file = join(directory, 'flows.ipfix');
      writeFileSync(file, Buffer.concat([...messagesOf('ipfix')]));
      return execFileSync(judges.ipfixDump, ['--in', file], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
    });
    const packets = [...text.matchAll(/packetDeltaCount\S*\s*:\s*(\d+)/g)].map(([, count]) =>
      Number(count),
    );
    expect(packets.reduce((sum, count) => sum + count, 0)).toBe(
      records.reduce((sum, one) => sum + one.packets, 0),
    );
    expect(text).not.toMatch(/expected|out of sequence|error/i);
    expect(text).toContain('herculesContractId');
  });
});
