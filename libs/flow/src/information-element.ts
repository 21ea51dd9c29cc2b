import {
  field,
  isIngress,
  payloadOctets,
  vlanOf,
  type FlowField,
  type FlowRecord,
} from './flow-record.js';

/** What the exporter knows about an interface by its number. */
export interface InterfaceFacts {
  readonly number: number;
  readonly name: string;
  /** For people. */
  readonly description: string;
  /** ULID of the contract. */
  readonly contract: string;
  /** VXLAN network identifier; absent: none. */
  readonly vni?: number;
}

/** What an element is filled from. */
export interface FlowSource {
  readonly record: FlowRecord;
  readonly facts: InterfaceFacts | undefined;
  /** Milliseconds since 1970 of the moment that NetFlow counts its times from. */
  readonly uptimeBase: number;
}

/** One field of a data record: its number at IANA (or of an enterprise), its bytes, and how they are filled. */
export interface ElementOf<Source> {
  readonly id: number;
  readonly length: number;
  /** Private enterprise number; absent: IANA's own. */
  readonly enterprise?: number;
  /** `into` is zero where nothing is written. */
  write(source: Source, into: Buffer, offset: number): void;
}

export type FlowElement = ElementOf<FlowSource>;

/** Numbers of the IPFIX registry at IANA. */
export const element = {
  octets: uint64(1, ({ record }) => payloadOctets(record)),
  packets: uint64(2, ({ record }) => record.packets),
  protocol: keyByte(4, 'protocol'),
  tos: keyByte(5, 'tos'),
  tcpFlags: uint8(6, ({ record }) => record.tcpFlags & 0xff),
  sourcePort: keyUint16(7, 'sourcePort'),
  source4: keyBytes(8, 'source', 4),
  ingressInterface: uint32(10, ({ record: { key } }) =>
    isIngress(key) ? key.readUInt32LE(field.number) : 0,
  ),
  destinationPort: keyUint16(11, 'destinationPort'),
  destination4: keyBytes(12, 'destination', 4),
  egressInterface: uint32(14, ({ record: { key } }) =>
    isIngress(key) ? 0 : key.readUInt32LE(field.number),
  ),
  lastSwitched: uint32(21, ({ record, uptimeBase }) => record.last - uptimeBase),
  firstSwitched: uint32(22, ({ record, uptimeBase }) => record.first - uptimeBase),
  source6: keyBytes(27, 'source', 16),
  destination6: keyBytes(28, 'destination', 16),
  sourceMac: keyBytes(56, 'sourceMac', 6),
  vlan: uint16(58, ({ record }) => vlanOf(record.key, 'outerVlan')),
  direction: keyByte(61, 'direction'),
  destinationMac: keyBytes(80, 'destinationMac', 6),
  endReason: uint8(136, ({ record }) => record.reason),
  start: uint64(152, ({ record }) => record.first),
  end: uint64(153, ({ record }) => record.last),
  outerVlan: uint16(243, ({ record }) => vlanOf(record.key, 'outerVlan')),
  innerVlan: uint16(245, ({ record }) => vlanOf(record.key, 'innerVlan')),
  ethertype: keyUint16(256, 'ethertype'),
  /** RFC 7133 and the registry: the uppermost octet tells the kind, 1: VXLAN. */
  segmentId: bigUint64(351, ({ facts }) =>
    facts?.vni === undefined ? 0n : (1n << 56n) | BigInt(facts.vni),
  ),
  frameOctets: uint64(352, ({ record }) => record.octets),
} as const satisfies Readonly<Record<string, FlowElement>>;

/** Elements of our own. */
export const contractIdElement = 1;
export const wirePacketsElement = 2;

export function ownElements(enterprise: number): readonly FlowElement[] {
  return [
    {
      id: contractIdElement,
      length: 26,
      enterprise,
      write: ({ facts }, into, offset) => {
        into.write(facts?.contract ?? '', offset, 26, 'latin1');
      },
    },
    { ...uint64(wirePacketsElement, ({ record }) => record.segments), enterprise },
  ];
}

export function uint8<Source>(id: number, value: (source: Source) => number): ElementOf<Source> {
  return {
    id,
    length: 1,
    write: (source, into, offset) => {
      into[offset] = value(source);
    },
  };
}

export function uint16<Source>(id: number, value: (source: Source) => number): ElementOf<Source> {
  return {
    id,
    length: 2,
    write: (source, into, offset) => {
      into.writeUInt16BE(value(source), offset);
    },
  };
}

export function uint32<Source>(id: number, value: (source: Source) => number): ElementOf<Source> {
  return {
    id,
    length: 4,
    write: (source, into, offset) => {
      into.writeUInt32BE(value(source) >>> 0, offset);
    },
  };
}

export function uint64<Source>(id: number, value: (source: Source) => number): ElementOf<Source> {
  return {
    id,
    length: 8,
    write: (source, into, offset) => {
      const whole = value(source);
      into.writeUInt32BE(Math.floor(whole / 0x1_0000_0000), offset);
      into.writeUInt32BE(whole % 0x1_0000_0000, offset + 4);
    },
  };
}

export function bigUint64<Source>(
  id: number,
  value: (source: Source) => bigint,
): ElementOf<Source> {
  return {
    id,
    length: 8,
    write: (source, into, offset) => {
      into.writeBigUInt64BE(value(source), offset);
    },
  };
}

/** A text in a field of fixed length, cut at a whole character, with zeros behind it. */
export function fixedText<Source>(
  id: number,
  length: number,
  value: (source: Source) => string,
): ElementOf<Source> {
  return {
    id,
    length,
    write: (source, into, offset) => {
      into.write(value(source), offset, length, 'utf8');
    },
  };
}

function keyByte(id: number, name: FlowField): FlowElement {
  return uint8(id, ({ record }) => record.key[field[name]] ?? 0);
}

function keyUint16(id: number, name: FlowField): FlowElement {
  return uint16(id, ({ record }) => record.key.readUInt16LE(field[name]));
}

function keyBytes(id: number, name: FlowField, length: number): FlowElement {
  const start = field[name];
  return {
    id,
    length,
    write: ({ record }, into, offset) => {
      record.key.copy(into, offset, start, start + length);
    },
  };
}
