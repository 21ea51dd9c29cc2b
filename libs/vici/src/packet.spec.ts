import { encodeReply, encodeRequest, decodeReply, decodeRequest } from './packet.js';
import { PacketReader } from './packet-reader.js';
import { sectionOf } from './section.js';

const message = sectionOf({ name: 'value' });
const event = encodeReply({ kind: 'event', name: 'log', message });
const response = encodeReply({ kind: 'response', message });

describe('a packet', () => {
  it('begins with its length, its type and its name', () => {
    const request = encodeRequest({ kind: 'command', name: 'version', message: new Map() });
    expect(request).toEqual(Buffer.from('\0\0\0\x09\0\x07version'));
  });

  it.each([
    { kind: 'command', name: 'load-conn', message },
    { kind: 'register', name: 'log' },
    { kind: 'unregister', name: 'log' },
  ] as const)('of a client comes back as it was: $kind', (request) => {
    expect(decodeRequest(encodeRequest(request).subarray(4))).toEqual(request);
  });

  it.each([
    { kind: 'response', message },
    { kind: 'command-unknown' },
    { kind: 'event-confirm' },
    { kind: 'event-unknown' },
    { kind: 'event', name: 'log', message },
  ] as const)('of a daemon comes back as it was: $kind', (reply) => {
    expect(decodeReply(encodeReply(reply).subarray(4))).toEqual(reply);
  });

  it.each([
    ['of no known type', [9]],
    ['that only a client sends', [0, 1, 97]],
    ['with more than its type says', [5, 0]],
    ['of no bytes', []],
  ])('%s is refused', (_, bytes) => {
    expect(() => decodeReply(Buffer.from(bytes))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });

  it('has at most 512 KiB', () => {
    const parts = Array.from({ length: 9 }, (_, place) => [`part${place}`, Buffer.alloc(60_000)]);
    const large = sectionOf(Object.fromEntries(parts));
    expect(() => encodeRequest({ kind: 'command', name: 'load-conn', message: large })).toThrow(
      expect.objectContaining({ code: 'oversized' }),
    );
  });
});

describe('a stream of bytes', () => {
  it.each([1, 2, 3, 5, 7, 1000])('is cut into packets however it arrives: %i at once', (size) => {
    const reader = new PacketReader();
    const bytes = Buffer.concat([event, response, event]);
    const packets: Buffer[] = [];
    for (let start = 0; start < bytes.length; start += size) {
      packets.push(...reader.read(bytes.subarray(start, start + size)));
    }
    expect(packets.map((packet) => decodeReply(packet).kind)).toEqual([
      'event',
      'response',
      'event',
    ]);
  });

  it.each([
    ['longer than any', [0, 8, 0, 1]],
    ['empty', [0, 0, 0, 0]],
  ])('is given up at a packet that is %s', (_, bytes) => {
    expect(() => new PacketReader().read(Buffer.from(bytes))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});
