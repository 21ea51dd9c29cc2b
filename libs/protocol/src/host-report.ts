import type { Problem } from '#contract';
import type { HostState } from '#drivers';
import type { HostMeasures } from './host-measures.js';

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

export type ReportState =
  | 'applied'
  | 'applying'
  /** Brought about and verified; goes unless it is confirmed in time. */
  | 'confirming'
  | 'refused'
  | 'failed'
  /** Nobody confirmed it in time: the host has put the version before back. */
  | 'reverted'
  /** The host departs from the contract, which says to report that and not to repair it. */
  | 'drifted'
  /** The host does not touch the contract any more until people have looked. */
  | 'frozen'
  /** Its time has not come, or the host lacks what it may come to have: a parent, a carrier, an address. */
  | 'waiting'
  /** Every workload says that it is not to be. */
  | 'disabled'
  | 'removed';

/** One way in which a host departs from a contract. */
export interface DriftItem {
  /** `extra` is of the contract and wanted no longer; `foreign` hangs on the contract's objects and is not its own. */
  readonly kind: 'missing' | 'extra' | 'changed' | 'foreign';
  readonly identity: string;
  /** Fields that differ; [] unless changed. */
  readonly fields: readonly string[];
}

/** How a host stands to a contract that it once brought about. A host that is silent says nothing: unknown. */
export interface Drift {
  readonly state: 'in-sync' | 'drifted';
  /** When the departure was first seen, RFC 3339; absent: in sync. */
  readonly since?: string;
  /** Foreign objects alone are no drift. */
  readonly items: readonly DriftItem[];
  /** How often this host has repaired the contract since its agent started. */
  readonly repairs: number;
  /** The last repair: when, and of what (the first twenty); absent: none. */
  readonly repaired?: { readonly at: string; readonly items: readonly DriftItem[] };
}

/** How many operations of each kind a plan has. */
export interface PlanSummary {
  readonly create: number;
  readonly adopt: number;
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
  /** Until when the change must be confirmed, RFC 3339; only while confirming. */
  readonly deadline?: string;
  readonly drift?: Drift;
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
  /** Absent: nothing was measured. */
  readonly measures?: HostMeasures;
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
    /** The trace of its approval (W3C Trace Context); absent: nobody listened. */
    readonly traceparent?: string;
  }[];
  /** Contract versions that an operator lets stay. */
  readonly confirmations: readonly ContractWord[];
  /** Contracts whose freeze or refusal an operator wants tried once more; each is heeded once. */
  readonly retries: readonly (ContractWord & { readonly id: string })[];
}

/** Names a version of a contract by which an operator means something. */
export interface ContractWord {
  readonly contractId: string;
  readonly digest: string;
}
