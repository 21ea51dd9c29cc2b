import {
  belongsTo,
  identityOf,
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
    resource?.type === 'link' ? foreignPorts(resource.name, contract, target, host) : [],
  );
}

function foreignPorts(
  bridge: Parameters<HostIndex['portsOf']>[0],
  contract: string,
  target: Plan['target'],
  host: HostIndex,
): readonly Departure[] {
  const foreign = host.portsOf(bridge).filter((port) => {
    const member = host.link(port.link)?.resource;
    const isOwn = member !== undefined && belongsTo(contract, member, host);
    return !target.has(identityOf(port)) && !isOwn;
  });
  return foreign.map((port) => ({ kind: 'foreign', identity: identityOf(port), fields: [] }));
}
