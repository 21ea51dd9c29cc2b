/** Packets and octets of frames, as decimal strings: they may be beyond 2^53. */
export interface Carried {
  readonly packets: string;
  readonly octets: string;
}

/** What an interface has carried in one window. */
export interface InterfaceUsage {
  readonly contractId: string;
  readonly workload: string;
  readonly interface: string;
  /** The host's lasting number of the interface; it is the same when the interface is made anew. */
  readonly number: number;
  /** Who counted: our meter, or the interface itself, whose octets may lack Ethernet headers. */
  readonly meter: 'ebpf' | 'counters';
  /** Into the host, and out of it, by the interface. */
  readonly ingress: Carried;
  readonly egress: Carried;
  /** Packets of these that no flow tells of. */
  readonly overflowPackets?: string;
}

/** What one host has carried from one moment to another; the next window begins where this one ends. */
export interface UsageWindow {
  readonly schema: 'hercules.connect/usage/v1';
  /** Key id of the host. */
  readonly host: string;
  /** Counts from 1 without a gap. */
  readonly sequence: number;
  /** Digest of the window before; absent: the first one. */
  readonly previous?: string;
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
  /** Something of this time was not counted: the machine started anew, or the counters did. Absent: all of it was. */
  readonly gap?: 'machine-restarted' | 'counters-restarted';
  /** Interfaces that carried nothing are in it, with zeros. */
  readonly interfaces: readonly InterfaceUsage[];
}
