import type { Problem } from '#contract';
import type { HostState } from '#drivers';

/** As in Kubernetes: a statement about an object, and since when it holds. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** One word in CamelCase, for programs. */
  readonly reason: string;
  /** A sentence for people. */
  readonly message: string;
  readonly lastTransitionTime: string;
}

export type ReportState = 'applied' | 'applying' | 'refused' | 'failed' | 'waiting' | 'removed';

/** How many operations of each kind a plan has. */
export interface PlanSummary {
  readonly create: number;
  readonly change: number;
  readonly recreate: number;
  readonly delete: number;
}

/** What a host says about one contract. */
export interface ContractReport {
  readonly contractId: string;
  readonly version: number;
  readonly digest: string;
  readonly state: ReportState;
  readonly conditions: readonly Condition[];
  readonly workloads: readonly {
    readonly name: string;
    readonly conditions: readonly Condition[];
  }[];
  readonly problems: readonly Problem[];
  readonly plan?: { readonly summary: PlanSummary };
  /** Messages to the kernel that changed something, in the last run of this contract. */
  readonly writes?: number;
  /** From the plan to the verified state, in the last run that changed something. */
  readonly seconds?: number;
  /** Compact JWS by the host's key over a `Receipt`. */
  readonly receipt?: string;
}

/** What a host tells its controller: how it is, and how its contracts fare. */
export interface HostReport {
  readonly agentVersion: string;
  /** Version of the charter that the host has accepted; absent: none yet. */
  readonly charterVersion?: number;
  /** Why documents other than contracts were refused. */
  readonly problems: readonly Problem[];
  readonly stateDigest: string;
  /** Absent when the digest is that of the last report. */
  readonly state?: HostState;
  readonly contracts: readonly ContractReport[];
}

/** What a controller asks of a host: names of documents, which the host fetches and checks itself. */
export interface DesiredIndex {
  /** Counts the changes of what is wanted of this host. */
  readonly generation: number;
  /** Every version of the charter, the oldest first. */
  readonly charters: readonly { readonly version: number; readonly digest: string }[];
  readonly contracts: readonly {
    readonly contractId: string;
    readonly version: number;
    readonly digest: string;
  }[];
}
