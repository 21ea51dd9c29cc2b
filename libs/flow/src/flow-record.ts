/** flowEndReason, RFC 5102 5.11.3: why a flow is reported. */
export const endReason = { idle: 1, active: 2, ended: 3, forced: 4, noRoom: 5 } as const;
export type EndReason = (typeof endReason)[keyof typeof endReason];

/** What was counted of one flow since it was last reported. */
export interface FlowRecord {
  /** `struct flow` of bpf/meter.c, see {@link FlowField}. */
  readonly key: Buffer;
  readonly packets: number;
  /** Frames without FCS, tags included. */
  readonly octets: number;
  /** Packets on a wire. */
  readonly segments: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  /** All flags of TCP that were seen. */
  readonly tcpFlags: number;
  readonly reason: EndReason;
}

/** Bytes of a key. */
export const keySize = 64;

/** Where the fields of a key stand; numbers of more than a byte are little-endian. */
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

const ingress = 0;
/** Bytes before the payload of an untagged Ethernet frame, and of each tag. */
const header = { ethernet: 14, tag: 4 } as const;
const macLength = 6;

export function isIngress(key: Buffer): boolean {
  return key[field.direction] === ingress;
}

/** 4 or 6; 0: not IP. */
export function familyOf(key: Buffer): number {
  return key[field.family] ?? 0;
}

/** The number of the interface on which the flow was seen. */
export function interfaceOf(key: Buffer): number {
  return key.readUInt32LE(field.number);
}

/** 1 to 4095; 0: none. */
export function vlanOf(key: Buffer, which: 'outerVlan' | 'innerVlan'): number {
  return key.readUInt16LE(field[which]) & 0xfff;
}

/** Octets above the Ethernet header and up to two tags: those of IP, and padding where a frame has some. */
export function payloadOctets({ key, octets, packets }: FlowRecord): number {
  return octets - packets * headerOctets(key);
}

function headerOctets(key: Buffer): number {
  const tags = ['outerVlan', 'innerVlan'] as const;
  const present = tags.filter((which) => key.readUInt16LE(field[which]) !== 0).length;
  return (hasEthernet(key) ? header.ethernet : 0) + present * header.tag;
}

/** Where frames begin with IP there are no addresses of Ethernet. */
function hasEthernet(key: Buffer): boolean {
  for (let at = field.destinationMac; at < field.sourceMac + macLength; at += 1) {
    if (key[at] !== 0) return true;
  }
  return false;
}
