import { trafficEffect } from './effect.js';
import type { Operation } from './operation.js';
import { identityOf, type Resource } from './resource.js';

/** An operation that does not know its place yet. */
export type Step = Omit<Operation, 'dependsOn'>;

export function creation(after: Resource): Step {
  return {
    action: 'create',
    identity: identityOf(after),
    before: null,
    after,
    fields: [],
    effect: trafficEffect('create', after, []),
    ...ownerOf(after),
  };
}

export function deletion(before: Resource): Step {
  return {
    action: 'delete',
    identity: identityOf(before),
    before,
    after: null,
    fields: [],
    effect: trafficEffect('delete', before, []),
    ...ownerOf(before),
  };
}

/** In place, or as one deletion and creation. */
export function replacement(
  action: 'adopt' | 'change' | 'recreate',
  before: Resource,
  after: Resource,
  fields: readonly string[],
): Step {
  return {
    action,
    identity: identityOf(after),
    before,
    after,
    fields,
    effect: trafficEffect(action, after, fields),
    ...ownerOf(after),
  };
}

function ownerOf({ owner }: Resource): Pick<Step, 'owner'> {
  return owner === undefined ? {} : { owner };
}
