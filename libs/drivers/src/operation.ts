import type { Identity, Owner, Resource } from './resource.js';

/** `adopt`: a link of nobody gets our mark and, in place, what is asked of it. */
export type Action = 'create' | 'adopt' | 'change' | 'recreate' | 'delete';

/** What traffic through the object notices. */
export type TrafficEffect = 'none' | 'brief-interruption' | 'outage';

/** One line of a plan: one object, one action. */
export interface Operation {
  readonly action: Action;
  readonly identity: Identity;
  /** The object as it stands when its turn comes; null: it does not exist, or has gone with what carried it. */
  readonly before: Resource | null;
  /** The object as it shall be; null: it shall not exist. */
  readonly after: Resource | null;
  /** Names of the fields that differ, in alphabetical order; [] for create and delete. */
  readonly fields: readonly string[];
  readonly effect: TrafficEffect;
  /** For whom; absent where the object has no owner. */
  readonly owner?: Owner;
  /** Objects that must be as planned before this one can be. A link's own identity: it is deleted first and made anew. */
  readonly dependsOn: readonly Identity[];
}
