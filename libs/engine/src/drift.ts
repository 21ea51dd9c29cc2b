import {
  belongsTo,
  indexHost,
  type HostIndex,
  type HostState,
  type Identity,
  type Plan,
} from '#drivers';

/** One way in which a host departs from a contract. */
export interface Departure {
  /** `extra` is of the contract and wanted no longer; `foreign` hangs on the contract's objects and is not its own. */
  readonly kind: 'missing' | 'extra' | 'changed' | 'foreign';
  readonly identity: Identity;
  readonly fields: readonly string[];
}

/** What a plan to bring a contract about again says about the host: everything that it would have to do. */
export function departuresIn(plan: Plan): readonly Departure[] {
  return plan.operations.map(({ action, identity, fields }) => {
    switch (action) {
      case 'create':
        return { kind: 'missing', identity, fields: [] };
      case 'delete':
        return { kind: 'extra', identity, fields: [] };
      case 'adopt':
      case 'change':
      case 'recreate':
        return { kind: 'changed', identity, fields };
    }
  });
}

/** What others have put on the links of a contract. It stays; people may want to know. */
export function foreignOn({ contract, target }: Plan, state: HostState): readonly Departure[] {
  const host = indexHost(state);
  return [...target.values()].flatMap((resource) =>
    resource?.type === 'link' && host.link(resource.name) !== undefined
      ? foreignDependents(resource.name, contract, target, host)
      : [],
  );
}

function foreignDependents(
  name: Parameters<HostIndex['dependents']>[0],
  contract: string,
  target: Plan['target'],
  host: HostIndex,
): readonly Departure[] {
  return host.dependents(name).flatMap((dependent) => {
    const isPort = dependent.type === 'port';
    const identity = (isPort ? `port ${dependent.link}` : undefined) as Identity | undefined;
    if (identity === undefined || target.has(identity)) return [];
    const member = isPort ? host.link(dependent.link)?.resource : undefined;
    return member !== undefined && belongsTo(contract, member, host)
      ? []
      : [{ kind: 'foreign' as const, identity, fields: [] }];
  });
}
