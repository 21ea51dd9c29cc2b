import { rowField, setUint64, type RowField } from './flow-record.js';
import type { FlowField } from './flow-row.js';
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

/** What all flows of an interface and a direction have in common. */
export interface FlowSide {
  readonly number: number;
  readonly isIngress: boolean;
  readonly facts: InterfaceFacts | undefined;
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

/** A field of flow records: written once for a side, or for each flow from its row. */
export interface FlowElement extends ElementOf<FlowSide> {
  readonly fromRow?: RowField;
}

/** Numbers of the IPFIX registry at IANA. */
export const element = {
  octets: fromRow(1, 8, rowField.payloadOctets()),
  packets: fromRow(2, 8, rowField.count('packets')),
  protocol: keyBytes(4, 'protocol', 1),
  tos: keyBytes(5, 'tos', 1),
  tcpFlags: fromRow(6, 1, rowField.lowest('tcpFlags')),
  sourcePort: fromRow(7, 2, rowField.uint16('sourcePort')),
  source4: keyBytes(8, 'source', 4),
  ingressInterface: uint32<FlowSide>(10, ({ isIngress, number }) => (isIngress ? number : 0)),
  destinationPort: fromRow(11, 2, rowField.uint16('destinationPort')),
  destination4: keyBytes(12, 'destination', 4),
  egressInterface: uint32<FlowSide>(14, ({ isIngress, number }) => (isIngress ? 0 : number)),
  lastSwitched: fromRow(21, 4, rowField.uptime('last')),
  firstSwitched: fromRow(22, 4, rowField.uptime('first')),
  source6: keyBytes(27, 'source', 16),
  destination6: keyBytes(28, 'destination', 16),
  sourceMac: keyBytes(56, 'sourceMac', 6),
  vlan: fromRow(58, 2, rowField.vlan('outerVlan')),
  direction: keyBytes(61, 'direction', 1),
  destinationMac: keyBytes(80, 'destinationMac', 6),
  endReason: fromRow(136, 1, rowField.lowest('reason')),
  start: fromRow(152, 8, rowField.count('first')),
  end: fromRow(153, 8, rowField.count('last')),
  outerVlan: fromRow(243, 2, rowField.vlan('outerVlan')),
  innerVlan: fromRow(245, 2, rowField.vlan('innerVlan')),
  ethertype: fromRow(256, 2, rowField.uint16('ethertype')),
  /** RFC 7133 and the registry: the uppermost octet tells the kind, 1: VXLAN. */
  segmentId: bigUint64<FlowSide>(351, ({ facts }) =>
    facts?.vni === undefined ? 0n : (1n << 56n) | BigInt(facts.vni),
  ),
  frameOctets: fromRow(352, 8, rowField.count('octets')),
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
    { ...fromRow(wirePacketsElement, 8, rowField.count('segments')), enterprise },
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
      setUint64(into.view, offset, value(source));
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

/** @param from how it comes from the row; nothing of it is known before */
function fromRow(id: number, length: number, from: RowField): FlowElement {
  return { id, length, write: () => undefined, fromRow: from };
}

function keyBytes(id: number, name: FlowField, length: number): FlowElement {
  return fromRow(id, length, rowField.bytes(name, length));
}
