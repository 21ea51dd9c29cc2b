/** flowEndReason, RFC 5102 5.11.3: why a flow is reported. */
export const endReason = { idle: 1, active: 2, ended: 3, forced: 4, noRoom: 5 } as const;
export type EndReason = (typeof endReason)[keyof typeof endReason];

/** Bytes of a key. */
export const keySize = 64;

/** Where the fields of a key stand (`struct flow` of bpf/meter.c); numbers of more than a byte are little-endian. */
export const field = {
  number: 0,
  direction: 4,
  family: 5,
  protocol: 6,
  tos: 7,
  ethertype: 8,
  outerVlan: 10,
  innerVlan: 12,
  sourcePort: 14,
  destinationPort: 16,
  destinationMac: 18,
  sourceMac: 24,
  source: 32,
  destination: 48,
} as const;

export type FlowField = keyof typeof field;

/** Where the figures of a row stand, behind its key: doubles, but for the last two, which are u32; little-endian. */
export const column = {
  packets: keySize,
  octets: keySize + 8,
  segments: keySize + 16,
  first: keySize + 24,
  last: keySize + 32,
  tcpFlags: keySize + 40,
  reason: keySize + 44,
} as const;

/** Bytes of a row. */
export const rowSize = keySize + 48;

const ingress = 0;
/** Bytes before the payload of an untagged Ethernet frame, and of each tag. */
const header = { ethernet: 14, tag: 4 } as const;
const little = true;

/** What was counted of one flow since it was last reported: a place among rows, moved from one to the next. */
export class FlowRow {
  /** Where the row begins. */
  at = 0;

  constructor(readonly view: DataView) {}

  get packets(): number {
    return this.view.getFloat64(this.at + column.packets, little);
  }

  /** Frames without FCS, tags included. */
  get octets(): number {
    return this.view.getFloat64(this.at + column.octets, little);
  }

  /** Packets on a wire. */
  get segments(): number {
    return this.view.getFloat64(this.at + column.segments, little);
  }

  /** Milliseconds since 1970. */
  get first(): number {
    return this.view.getFloat64(this.at + column.first, little);
  }

  get last(): number {
    return this.view.getFloat64(this.at + column.last, little);
  }

  /** All flags of TCP that were seen. */
  get tcpFlags(): number {
    return this.view.getUint32(this.at + column.tcpFlags, little);
  }

  /** See {@link EndReason}. */
  get reason(): number {
    return this.view.getUint32(this.at + column.reason, little);
  }

  /** The number of the interface on which the flow was seen. */
  get number(): number {
    return this.view.getUint32(this.at + field.number, little);
  }

  get isIngress(): boolean {
    return this.byte(field.direction) === ingress;
  }

  /** 4 or 6; 0: not IP. */
  get family(): number {
    return this.byte(field.family);
  }

  /** Octets above the Ethernet header and up to two tags: those of IP, and padding where a frame has some. */
  get payloadOctets(): number {
    return this.octets - this.packets * this.headerOctets;
  }

  /** 1 to 4095; 0: none. */
  vlan(which: 'outerVlan' | 'innerVlan'): number {
    return this.uint16(field[which]) & 0xfff;
  }

  byte(position: number): number {
    return this.view.getUint8(this.at + position);
  }

  uint16(position: number): number {
    return this.view.getUint16(this.at + position, little);
  }

  /** Copies bytes of the key, an even number of them. */
  copy(position: number, length: number, into: DataView, offset: number): void {
    const start = this.at + position;
    for (let done = 0; done < length; done += 2) {
      into.setUint16(offset + done, this.view.getUint16(start + done));
    }
  }

  private get headerOctets(): number {
    const outer = this.uint16(field.outerVlan) === 0 ? 0 : header.tag;
    const inner = this.uint16(field.innerVlan) === 0 ? 0 : header.tag;
    return (this.hasEthernet ? header.ethernet : 0) + outer + inner;
  }

  /** Where frames begin with IP there are no addresses of Ethernet. */
  private get hasEthernet(): boolean {
    const start = this.at + field.destinationMac;
    const { view } = this;
    return (view.getUint32(start) | view.getUint32(start + 4) | view.getUint32(start + 8)) !== 0;
  }
}
