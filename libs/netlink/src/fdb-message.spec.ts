import { recordedDump, recordedRequest, seenDump } from '../test/fixtures.js';
import { address, floodMac, mac } from '../test/sample-resources.js';
import { createFdbEntry, decodeFdbEntry, deleteFdbEntry, dumpFdb } from './fdb-message.js';

const flood = { link: 70, mac: floodMac, destination: address('198.51.100.2') };

describe('forwarding requests', () => {
  it.each([
    ['flood entry', createFdbEntry(flood)],
    [
      'flood entry over IPv6',
      createFdbEntry({ link: 71, mac: floodMac, destination: address('2001:db8::2') }),
    ],
    [
      'single entry',
      createFdbEntry({
        link: 70,
        mac: mac('02:00:00:00:00:07'),
        destination: address('198.51.100.7'),
      }),
    ],
    ['flood entry gone', deleteFdbEntry(flood)],
  ])('are what bridge sends, byte for byte: %s', (name, request) => {
    const recorded = recordedRequest(name);

    expect(request.body.toString('hex')).toBe(recorded.body.toString('hex'));
    expect([request.type, request.flags]).toEqual([recorded.type, recorded.flags]);
  });

  it('append to the destinations of a group address', () => {
    expect(createFdbEntry({ ...flood, mac: mac('01:00:5e:00:00:01') }).flags & 0x800).toBe(0x800);
  });

  it('ask for the entries of all links with the bare header', () => {
    expect(dumpFdb()).toMatchObject({ type: 30, flags: 0x301 });
    expect(dumpFdb().body.toString('hex')).toBe('07' + '00'.repeat(11));
  });
});

describe('forwarding messages', () => {
  interface Seen {
    readonly mac: string;
    readonly dst?: string;
    readonly state: string;
    readonly flags: readonly string[];
  }

  it('tell the permanent entries with a destination that bridge tells, and no other', () => {
    const seen = (seenDump('fdb') as readonly Seen[]).filter(
      ({ dst, state }) => dst !== undefined && state === 'permanent',
    );
    const told = recordedDump('fdb').flatMap(({ body }) => decodeFdbEntry(body) ?? []);

    expect(told.map((entry) => [entry.mac, entry.destination])).toEqual(
      seen.map((entry) => [entry.mac, entry.dst]),
    );
    expect(told.length).toBeGreaterThan(2);
    expect(recordedDump('fdb').length).toBeGreaterThan(told.length);
  });

  it('are refused when they are shorter than their header', () => {
    expect(() => decodeFdbEntry(Buffer.alloc(11))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });
});
