import type { LldpNeighbour } from '#drivers';

/** Who may meter the flows of a host, the best first: our eBPF program, other programs, nobody but the interfaces. */
export const flowMeters = ['ebpf', 'pmacctd', 'softflowd', 'counters'] as const;
export type FlowMeter = (typeof flowMeters)[number];

/** The agent's own process. */
export interface AgentMeasures {
  /** RFC 3339. */
  readonly startedAt: string;
  /** Of user and system together, since the start. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** The way to one collector, which contracts may share. Counts go on over a restart of the agent. */
export interface FlowStreamMeasures {
  /** As the contract names it. */
  readonly collector: string;
  readonly protocol: string;
  readonly messages: number;
  readonly octets: number;
  readonly flows: number;
  /** Flows that were given up, or that the protocol can't tell of. */
  readonly notSentFlows: number;
  /** Messages that wait now. */
  readonly waiting: number;
  /** Tries at which the collector could not be reached. */
  readonly failures: number;
}

/** Only of a host with contracts that want metering. */
export interface MeteringMeasures {
  /** The one in force. */
  readonly meter: FlowMeter;
  readonly streams: readonly FlowStreamMeasures[];
}

/** Octets, packets, errors and drops; decimal, since they may be beyond 2^53. */
export type SideCounts = readonly [octets: string, packets: string, errors: string, drops: string];

/** What an interface itself has counted since it was made: into the host, and out of it. */
export interface LinkMeasures {
  readonly receive: SideCounts;
  readonly transmit: SideCounts;
}

/** How a tunnel is: a daemon has it and nobody has begun, it is being set up, it carries all, a part, or nothing. */
export const tunnelStates = ['configured', 'negotiating', 'up', 'degraded', 'down'] as const;

export type TunnelState = (typeof tunnelStates)[number];

/** What one tunnel has done since its contract has it. Every number only grows, whatever becomes of its SAs. */
export interface TunnelCounts {
  /** How often an IKE_SA was established anew. */
  readonly establishments: number;
  readonly rekeys: { readonly ike: number; readonly child: number };
  readonly receiveOctets: number;
  readonly receivePackets: number;
  readonly transmitOctets: number;
  readonly transmitPackets: number;
  /** IKE messages that were sent again. */
  readonly retransmits: number;
  /** By reason. */
  readonly failures: Readonly<Record<string, number>>;
}

/** The figures of one tunnel; none of an SA. */
export interface TunnelMeasures {
  readonly contract: string;
  readonly workload: string;
  readonly state: TunnelState;
  /** Since when it carries packets, RFC 3339; absent: it carries none. */
  readonly establishedAt?: string;
  readonly counts: TunnelCounts;
  /** When the first of this end's own certificates, and of the authorities for the peer's, ends; RFC 3339. */
  readonly notAfter: { readonly own?: string; readonly authority?: string };
}

/** What came of the changes of a contract since the agent started; repairs are told elsewhere. */
export interface ChangeMeasures {
  readonly changes: number;
  /** Of these, those after which the host was as before. */
  readonly failures: number;
  /** From the plan to the verified state, of all together. */
  readonly seconds: number;
  readonly lastSeconds: number;
}

/**
 * Figures that differ with every report. A controller shows the last ones and keeps none; what must not get lost is
 * told in another way (usage). Everything may be absent: nothing is known of it.
 */
export interface HostMeasures {
  readonly agent?: AgentMeasures;
  /** By contract; only those that were changed. */
  readonly changes?: Readonly<Record<string, ChangeMeasures>>;
  readonly metering?: MeteringMeasures;
  /** Of interfaces of contracts, by name. */
  readonly links?: Readonly<Record<string, LinkMeasures>>;
  readonly tunnels?: readonly TunnelMeasures[];
  /** Who was heard at the other ends of its cables. */
  readonly neighbours?: readonly LldpNeighbour[];
  /** What the kernel could not do with IPsec packets since it started, by its own names: 'XfrmInNoStates'. */
  readonly xfrmErrors?: Readonly<Record<string, number>>;
}
