import { changedFields, needsRecreation } from './compare.js';
import { trafficEffect } from './effect.js';
import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import type { Action, Operation } from './operation.js';
import { carrierOf } from './references.js';
import { identityOf, type Identity, type Resource } from './resource.js';
import { mayRemove, type Target } from './target.js';

/** An operation that does not know its place yet. */
export type Step = Omit<Operation, 'dependsOn'>;

/**
 * What is to be done so that a host becomes as the target says, on behalf of one contract. What hangs on a link that
 * is made anew comes back with it, whoever put it there. No steps: the host is as the target says.
 */
export function diff(contract: string, target: Target, host: HostIndex): readonly Step[] {
  const links = [...target].flatMap(([identity, wanted]) =>
    identity.startsWith('link ') ? stepFor(contract, identity, host.resource(identity), wanted, host) : [],
  );
  const gone = goneLinks(links);
  if (gone.size === 0) {
    return [...links, ...stepsForRest(contract, target, host, gone)];
  }
  const complete = withReturning(target, links, host);
  const again = [...complete].flatMap(([identity, wanted]) =>
    identity.startsWith('link ')
      ? stepFor(contract, identity, withoutGoneMaster(host.resource(identity), gone), wanted, host)
      : [],
  );
  return [...again, ...stepsForRest(contract, complete, host, gone)];
}

/** Links that a list of steps takes away, for good or to make them anew. */
export function goneLinks(steps: readonly Step[]): ReadonlySet<InterfaceName> {
  return new Set(
    steps.flatMap(({ action, before }) =>
      before?.type === 'link' && (action === 'delete' || action === 'recreate') ? [before.name] : [],
    ),
  );
}

function stepsForRest(
  contract: string,
  target: Target,
  host: HostIndex,
  gone: ReadonlySet<InterfaceName>,
): readonly Step[] {
  return [...target].flatMap(([identity, wanted]) => {
    if (identity.startsWith('link ')) return [];
    const observed = host.resource(identity);
    const lost = observed !== undefined && endsWith(observed, gone);
    if (lost && wanted === null && observed.type !== 'port') return [];
    return stepFor(contract, identity, lost && wanted !== null ? undefined : observed, wanted, host);
  });
}

function stepFor(
  contract: string,
  identity: Identity,
  before: Resource | undefined,
  after: Resource | null,
  host: HostIndex,
): readonly Step[] {
  if (after === null) {
    return before !== undefined && mayRemove(contract, before, host)
      ? [step('delete', identity, before, null, [])]
      : [];
  }
  if (before === undefined) return [step('create', identity, null, after, [])];
  const fields = changedFields(before, after);
  if (fields.length === 0) return [];
  return [step(needsRecreation(fields) ? 'recreate' : 'change', identity, before, after, fields)];
}

function step(
  action: Action,
  identity: Identity,
  before: Resource | null,
  after: Resource | null,
  fields: readonly string[],
): Step {
  const subject = after ?? before;
  if (subject === null) throw new Error(`a step on '${identity}' has neither a before nor an after`);
  const owner = subject.owner;
  return {
    action,
    identity,
    before,
    after,
    fields,
    effect: trafficEffect(action, subject, fields),
    ...(owner !== undefined && { owner }),
  };
}

/** The target and what hangs on links that are made anew. */
function withReturning(target: Target, links: readonly Step[], host: HostIndex): Target {
  const complete = new Map(target);
  for (const { action, before } of links) {
    if (action !== 'recreate' || before?.type !== 'link') continue;
    for (const dependent of host.dependents(before.name)) {
      const identity = identityOf(dependent);
      const isMember = dependent.type === 'port' && target.has(`link ${dependent.link}` as Identity);
      if (!complete.has(identity) && !isMember) complete.set(identity, dependent);
    }
  }
  return complete;
}

function withoutGoneMaster(
  observed: Resource | undefined,
  gone: ReadonlySet<InterfaceName>,
): Resource | undefined {
  return observed?.type === 'link' && observed.master != null && gone.has(observed.master)
    ? { ...observed, master: null }
    : observed;
}

function endsWith(resource: Resource, gone: ReadonlySet<InterfaceName>): boolean {
  const carrier = carrierOf(resource);
  return carrier !== undefined && gone.has(carrier);
}
