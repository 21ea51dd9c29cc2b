import { trafficEffect } from './effect.js';
import type { Action, Operation } from './operation.js';
import type { Identity, Resource } from './resource.js';

/** An operation that does not know its place yet. */
export type Step = Omit<Operation, 'dependsOn'>;

export function step(
  action: Action,
  identity: Identity,
  [before, after]: readonly [Resource, Resource | null] | readonly [null, Resource],
  fields: readonly string[] = [],
): Step {
  const subject = after ?? before;
  return {
    action,
    identity,
    before,
    after,
    fields,
    effect: trafficEffect(action, subject, fields),
    ...(subject.owner !== undefined && { owner: subject.owner }),
  };
}
