import {
  changedFields,
  identityOf,
  needsRecreation,
  type Operation,
  type Resource,
} from '#drivers';

/** Operations as a plan has them, without the planner's dependencies, which a host does not look at. */
export function create(after: Resource): Operation {
  return operation({ action: 'create', before: null, after, identity: identityOf(after) });
}

export function remove(before: Resource): Operation {
  return operation({ action: 'delete', before, after: null, identity: identityOf(before) });
}

export function change(before: Resource, after: Resource): Operation {
  const fields = changedFields(before, after);
  const action = needsRecreation(fields) ? 'recreate' : 'change';
  return { ...operation({ action, before, after, identity: identityOf(after) }), fields };
}

function operation(fields: Pick<Operation, 'action' | 'before' | 'after' | 'identity'>): Operation {
  return { ...fields, fields: [], effect: 'none', dependsOn: [] };
}
