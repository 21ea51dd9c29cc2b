import { accept, refuse, type Problem, type Result } from '#contract';
import { diff, goneLinks } from './diff.js';
import { indexHost, type HostIndex } from './host-index.js';
import type { HostState } from './host-state.js';
import type { Operation } from './operation.js';
import { order } from './order.js';
import { addressSet, preconditionProblems } from './preconditions.js';
import { identityOf, type Identity, type Resource, type WantedResource } from './resource.js';
import { targetOf, type Target } from './target.js';

/** What one contract's change does to one host, and the way back. */
export interface Plan {
  readonly contract: string;
  /** In the order in which they are carried out. */
  readonly operations: readonly Operation[];
  readonly target: Target;
  /** The touched part of the host as it was: aiming at it undoes the plan from wherever it stopped. */
  readonly inverse: Target;
}

export interface PlanRequest {
  readonly contract: string;
  readonly wanted: readonly WantedResource[];
  /** What the contract's version before asked of this host; [] when there was none. */
  readonly previous: readonly WantedResource[];
  readonly state: HostState;
}

/** Plans a change. The same input gives the same plan, byte for byte, here and on the controller. */
export function planChange({ contract, wanted, previous, state }: PlanRequest): Result<Plan> {
  const host = indexHost(state);
  const target = targetOf(contract, wanted, previous, host);
  const addresses = addressSet([
    ...state.addresses,
    ...wanted.flatMap(({ resource }) => (resource.type === 'address' ? [resource] : [])),
  ]);
  const problems = preconditionProblems(contract, wanted, target, host, addresses);
  if (problems.length > 0) return refuse(...problems);
  return planTowards(contract, target, host, wishesOf(wanted));
}

/** Plans the way to a target; used for changes and for taking them back. */
export function planTowards(
  contract: string,
  target: Target,
  host: HostIndex,
  wishes: ReadonlyMap<Identity, readonly Identity[]> = new Map(),
): Result<Plan> {
  const steps = diff(contract, target, host);
  const ordered = order(steps, wishes);
  if (!ordered.ok) return ordered as { ok: false; problems: readonly Problem[] };
  return accept({ contract, operations: ordered.value, target, inverse: inverseOf(ordered.value, host) });
}

function inverseOf(operations: readonly Operation[], host: HostIndex): Target {
  const inverse = new Map<Identity, Resource | null>();
  for (const name of goneLinks(operations)) {
    for (const dependent of host.dependents(name)) inverse.set(identityOf(dependent), dependent);
  }
  for (const { identity } of operations) inverse.set(identity, host.resource(identity) ?? null);
  return inverse;
}

function wishesOf(wanted: readonly WantedResource[]): ReadonlyMap<Identity, readonly Identity[]> {
  return new Map(
    wanted.flatMap(({ resource, after }) => (after === undefined ? [] : [[identityOf(resource), after] as const])),
  );
}
