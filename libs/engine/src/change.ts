import type { Problem } from '#contract';
import type { HostState, Identity, Plan, Uplink, WantedResource } from '#drivers';

/** What one contract shall be on this host from now on. */
export interface Change {
  readonly contract: string;
  readonly wanted: readonly WantedResource[];
  /** What the version before asked for; [] when there was none. */
  readonly previous: readonly WantedResource[];
  /** Whom the host must go on to reach while this is done; absent: the change may cut it off. */
  readonly uplink?: Uplink;
}

/** One thing that did not go as planned. */
export interface Failure {
  readonly identity: Identity;
  readonly detail: string;
}

/** Named where something concerns no single object. */
export const wholeHost = 'host' as Identity;

/** How a change ended. The host is as wanted, or as it was before, or (`stuck`) listed where it is neither. */
export type ChangeOutcome =
  | { readonly state: 'unchanged'; readonly plan: Plan; readonly observed: HostState }
  | { readonly state: 'applied'; readonly plan: Plan; readonly observed: HostState }
  | {
      /** Applied and verified; taken back unless it is confirmed before the deadline (RFC 3339). */
      readonly state: 'pending';
      readonly plan: Plan;
      readonly observed: HostState;
      readonly deadline: string;
    }
  | {
      readonly state: 'refused';
      readonly problems: readonly Problem[];
      readonly observed: HostState;
    }
  | {
      readonly state: 'rolled-back';
      readonly plan: Plan;
      readonly failures: readonly Failure[];
      readonly observed: HostState;
    }
  | {
      readonly state: 'stuck';
      readonly plan: Plan;
      readonly failures: readonly Failure[];
      /** What the roll-back could not put back. */
      readonly residue: readonly Failure[];
      readonly observed: HostState;
    };

/** Where a change is, for whoever watches. */
export type ChangeStage = 'applying' | 'verifying' | 'rolling-back';

/** How far a stage is, counted in operations. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Told when a stage begins, and now and then how far it is. */
export type StageListener = (stage: ChangeStage, plan: Plan, progress?: Progress) => void;
