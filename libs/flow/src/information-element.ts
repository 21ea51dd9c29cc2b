import { field, type FlowField, type FlowRow } from './flow-row.js';
import type { Page } from './page.js';

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

/** What an element is filled from: the same object for every flow. */
export interface FlowSource {
  row: FlowRow;
  facts: InterfaceFacts | undefined;
  /** Milliseconds since 1970 of the moment that NetFlow counts its times from. */
  readonly uptimeBase: number;
}

/** One field of a data record: its number at IANA (or of an enterprise), its bytes, and how they are filled. */
export interface ElementOf<Source> {
  readonly id: number;
  readonly length: number;
  /** Private enterprise number; absent: IANA's own. */
  readonly enterprise?: number;
  /** The page is zero where nothing is written. */
  write(source: Source, into: Page, offset: number): void;
}

export type FlowElement = ElementOf<FlowSource>;

/** Numbers of the IPFIX registry at IANA. */
export const element = {
  octets: uint64(1, ({ row }) => row.payloadOctets),
  packets: uint64(2, ({ row }) => row.packets),
  protocol: keyByte(4, 'protocol'),
  tos: keyByte(5, 'tos'),
  tcpFlags: uint8(6, ({ row }) => row.tcpFlags & 0xff),
  sourcePort: keyUint16(7, 'sourcePort'),
  source4: keyBytes(8, 'source', 4),
  ingressInterface: uint32(10, ({ row }) => (row.isIngress ? row.number : 0)),
  destinationPort: keyUint16(11, 'destinationPort'),
  destination4: keyBytes(12, 'destination', 4),
  egressInterface: uint32(14, ({ row }) => (row.isIngress ? 0 : row.number)),
  lastSwitched: uint32(21, ({ row, uptimeBase }) => row.last - uptimeBase),
  firstSwitched: uint32(22, ({ row, uptimeBase }) => row.first - uptimeBase),
  source6: keyBytes(27, 'source', 16),
  destination6: keyBytes(28, 'destination', 16),
  sourceMac: keyBytes(56, 'sourceMac', 6),
  vlan: uint16(58, ({ row }) => row.vlan('outerVlan')),
  direction: keyByte(61, 'direction'),
  destinationMac: keyBytes(80, 'destinationMac', 6),
  endReason: uint8(136, ({ row }) => row.reason),
  start: uint64(152, ({ row }) => row.first),
  end: uint64(153, ({ row }) => row.last),
  outerVlan: uint16(243, ({ row }) => row.vlan('outerVlan')),
  innerVlan: uint16(245, ({ row }) => row.vlan('innerVlan')),
  ethertype: keyUint16(256, 'ethertype'),
  /** RFC 7133 and the registry: the uppermost octet tells the kind, 1: VXLAN. */
  segmentId: bigUint64(351, ({ facts }) =>
    facts?.vni === undefined ? 0n : (1n << 56n) | BigInt(facts.vni),
  ),
  frameOctets: uint64(352, ({ row }) => row.octets),
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
        into.bytes.write(facts?.contract ?? '', offset, 26, 'latin1');
      },
    },
    { ...uint64(wirePacketsElement, ({ row }) => row.segments), enterprise },
  ];
}

export function uint8<Source>(id: number, value: (source: Source) => number): ElementOf<Source> {
  return {
    id,
    length: 1,
    write: (source, into, offset) => {
      into.view.setUint8(offset, value(source));
    },
  };
}

export function uint16<Source>(id: number, value: (source: Source) => number): ElementOf<Source> {
  return {
    id,
    length: 2,
    write: (source, into, offset) => {
      into.view.setUint16(offset, value(source));
    },
  };
}

export function uint32<Source>(id: number, value: (source: Source) => number): ElementOf<Source> {
  return {
    id,
    length: 4,
    write: (source, into, offset) => {
      into.view.setUint32(offset, value(source));
    },
  };
}

export function uint64<Source>(id: number, value: (source: Source) => number): ElementOf<Source> {
  return {
    id,
    length: 8,
    write: (source, into, offset) => {
      const whole = value(source);
      into.view.setUint32(offset, Math.floor(whole / 0x1_0000_0000));
      into.view.setUint32(offset + 4, whole % 0x1_0000_0000);
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
      into.view.setBigUint64(offset, value(source));
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
      into.bytes.write(value(source), offset, length, 'utf8');
    },
  };
}

function keyByte(id: number, name: FlowField): FlowElement {
  const position = field[name];
  return uint8(id, ({ row }) => row.byte(position));
}

function keyUint16(id: number, name: FlowField): FlowElement {
  const position = field[name];
  return uint16(id, ({ row }) => row.uint16(position));
}

/** An even number of bytes. */
function keyBytes(id: number, name: FlowField, length: number): FlowElement {
  const position = field[name];
  return {
    id,
    length,
    write: ({ row }, into, offset) => {
      row.copy(position, length, into.view, offset);
    },
  };
}
