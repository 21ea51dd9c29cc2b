import { announcement, hex, tlv, trunkAnnouncement, trunkSaid } from '../test/announcements.js';
import { decodeAnnouncement } from './lldp-announcement.js';

const chassis = tlv(1, 7, 'box');
const port = tlv(2, 7, '3');
const time = tlv(3, 0, 120);

it('reads who is there, and how the port is set up', () => {
  expect(decodeAnnouncement(trunkAnnouncement())).toEqual({ ...trunkSaid, holdsFor: 120 });
});

it.each<[string, readonly Buffer[], object]>([
  ['no more than is said', [chassis, port, time], { chassis: 'box', port: '3', holdsFor: 120 }],
  [
    'a port by its MAC address',
    [chassis, tlv(2, 3, hex('02005e000001')), time],
    { port: '02:00:5e:00:00:01' },
  ],
  [
    'a chassis by its address',
    [tlv(1, 5, 1, hex('c0000201')), port, time],
    { chassis: '192.0.2.1' },
  ],
  [
    'a port outside of any VLAN',
    [chassis, port, time, tlv(127, hex('0080c2'), 1, 0, 0)],
    { vlans: [] },
  ],
  [
    'a port in no bundle, in older words',
    [chassis, port, time, tlv(127, hex('00120f'), 3, 1, hex('00000000'))],
    { isBundled: false },
  ],
  [
    'text without what is not printable',
    [chassis, port, time, tlv(5, 'a\u0000\u001b[31mb\n| c')],
    { systemName: 'a[31mb| c' },
  ],
  [
    'what it knows beside what it does not',
    [chassis, port, time, tlv(127, 1), tlv(99, 'x'), tlv(5, 'sw')],
    { systemName: 'sw' },
  ],
])('reads %s', (_what, tlvs, said) => {
  const read = decodeAnnouncement(announcement(...tlvs));
  expect(read).toMatchObject(said);
  expect(read).not.toHaveProperty('nativeVlan');
});

it('reads no VLANs that there are not, and cuts off what is too long for a report', () => {
  const nowhere = tlv(127, hex('0080c2'), 1, hex('ffff'));
  const neither = [hex('0000'), hex('0fff'), hex('9000')].map((id) =>
    tlv(127, hex('0080c2'), 3, id, 0),
  );
  const long = tlv(1, 4, Buffer.alloc(255, 0xaa));
  const read = decodeAnnouncement(announcement(long, port, time, nowhere, ...neither));
  expect(read).toMatchObject({
    vlans: [],
    chassis: Array.from({ length: 32 }, () => 'aa').join(':'),
  });
  expect(read).not.toHaveProperty('nativeVlan');
});

it.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['other things first', announcement(port, chassis, time)],
  ['no time', announcement(chassis, port)],
  ['an empty chassis', announcement(tlv(1), port, time)],
  ['a chassis of no characters', announcement(tlv(1, 7), port, time)],
  ['a value beyond the end', Buffer.concat([chassis, port, time, hex('0bff 41')])],
])('takes no %s for an announcement', (_what, bytes) => {
  expect(decodeAnnouncement(bytes)).toBeUndefined();
});

it('survives every announcement that is cut off, or has a byte changed', () => {
  const whole = trunkAnnouncement();
  for (let at = 0; at < whole.length; at += 1) {
    expect(() => decodeAnnouncement(whole.subarray(0, at))).not.toThrow();
    const bent = Buffer.from(whole);
    bent.writeUInt8(bent.readUInt8(at) ^ 0xff, at);
    expect(() => decodeAnnouncement(bent)).not.toThrow();
  }
});
