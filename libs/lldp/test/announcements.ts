/** Builds LLDPDUs byte by byte; their fields are what a test says they are, be it sense or nonsense. */
export function announcement(...tlvs: readonly Buffer[]): Buffer {
  return Buffer.concat([...tlvs, tlv(0)]);
}

export function tlv(type: number, ...value: readonly (Buffer | string | number)[]): Buffer {
  const bytes = Buffer.concat(
    value.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))),
  );
  const header = Buffer.alloc(2);
  header.writeUInt16BE((type << 9) | bytes.length, 0);
  return Buffer.concat([header, bytes]);
}

export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** What a switch says on a trunk in a link aggregation, in which jumbo frames pass. */
export function trunkAnnouncement(holdsFor = 120): Buffer {
  return announcement(
    tlv(1, 4, hex('02 00 5e 00 53 aa')),
    tlv(2, 5, 'Ethernet1/7'),
    tlv(3, holdsFor >> 8, holdsFor & 255),
    tlv(4, 'to host-a, eth1'),
    tlv(5, 'leaf-1.example'),
    tlv(6, 'a switch'),
    tlv(7, hex('0014 0004')),
    tlv(8, 5, 1, hex('c000 0201'), 2, hex('0000 0001'), 0),
    tlv(127, hex('0080c2'), 1, hex('0063')),
    tlv(127, hex('0080c2'), 3, hex('00c8'), 4, 'data'),
    tlv(127, hex('0080c2'), 3, hex('0065'), 6, 'office'),
    tlv(127, hex('0080c2'), 7, 3, hex('0000 0001')),
    tlv(127, hex('00120f'), 4, hex('2412')),
  );
}

/** What `decodeAnnouncement` makes of it. */
export const trunkSaid = {
  chassis: '02:00:5e:00:53:aa',
  port: 'Ethernet1/7',
  portDescription: 'to host-a, eth1',
  systemName: 'leaf-1.example',
  nativeVlan: 99,
  vlans: [101, 200],
  isBundled: true,
  largestFrame: 9234,
};
