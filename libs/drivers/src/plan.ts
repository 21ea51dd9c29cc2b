import { accept, refuse, type Problem, type Result } from '#contract';
import { adoptionsIn, type Adoptions } from './adoption.js';
import { bindAddresses } from './bound-addresses.js';
import type { Wishes } from './dependencies.js';
import { difference } from './diff.js';
import { splitHandovers } from './handover.js';
import { indexHost, type HostIndex } from './host-index.js';
import type { HostState } from './host-state.js';
import { inverseOf } from './inverse.js';
import type { InterfaceName } from './names.js';
import type { Operation } from './operation.js';
import { needProblems } from './needs.js';
import { order } from './order.js';
import { outlookOf } from './outlook.js';
import { preconditionProblems } from './preconditions.js';
import type { DriverProblemCode } from './problem-codes.js';
import { rememberByObject } from './remember.js';
import { identityOf, type Identity, type Resource, type WantedResource } from './resource.js';
import { linksThatStay, riderProblems } from './riders.js';
import type { Step } from './step.js';
import { mayChange, targetOf, type Target } from './target.js';
import { uplinkProblems } from './uplink-problems.js';
import type { Uplink } from './uplink-way.js';

/** What one contract's change does to one host, and the way back. */
export interface Plan {
  readonly contract: string;
  /** In the order in which they are carried out. */
  readonly operations: readonly Operation[];
  readonly target: Target;
  /** The target, and what of others the operations bring back or must not take away. */
  readonly expected: Target;
  /** The touched part of the host as it was: aiming at it undoes the plan from wherever it stopped. */
  readonly inverse: Target;
}

export interface PlanRequest {
  readonly contract: string;
  readonly wanted: readonly WantedResource[];
  /** What the contract's version before asked of this host; [] when there was none. */
  readonly previous: readonly WantedResource[];
  readonly state: HostState;
  /** Whom the host must go on to reach while this is done; absent: the change may cut it off. */
  readonly uplink?: Uplink;
}

/** Plans a change. The same input gives the same plan, byte for byte, here and on the controller. */
export function planChange(request: PlanRequest): Result<Plan> {
  const { contract, previous, state, uplink } = request;
  const { wanted, problems: unbound } = bindAddresses(contract, request.wanted, state);
  const host = indexHost(state);
  const target = targetOf(contract, wanted, previous, host);
  const outlook = outlookOf({ contract, wanted, target, host, state });
  const problems = [
    ...unbound,
    ...needProblems(wanted, state.capabilities),
    ...preconditionProblems(wanted, outlook),
    ...riderProblems(contract, wanted, target, host),
  ];
  if (problems.length > 0) return refuse(...problems);
  const plan = planTowards(contract, target, host, wishesOf(wanted), adoptionsIn(wanted, host));
  if (!plan.ok || uplink === undefined) return plan;
  const cuts = uplinkProblems({ uplink, plan: plan.value, wanted, host, state });
  return cuts.length > 0 ? refuse(...cuts) : plan;
}

/**
 * Plans the way to a target; used for changes and for taking them back. Where the way would lead over an object that
 * the contract does not own, or would take one away, it leaves that out: the host then differs from the target, which
 * verifying tells.
 */
export function planTowards(
  contract: string,
  target: Target,
  host: HostIndex,
  wishes: Wishes = new Map(),
  adoptions: Adoptions = new Set(),
): Result<Plan, DriverProblemCode> {
  const { steps, fall, expected } = difference(contract, target, host, adoptions);
  const staying = linksThatStay(contract, fall, host);
  const isAllowed = (entry: Step, before: Resource): boolean =>
    adoptions.has(entry.identity) ||
    (mayChange(contract, before, target, host) && !takesAway(entry, staying));
  const allowed = steps.filter((entry) => entry.before === null || isAllowed(entry, entry.before));
  const { operations, waiting } = order(splitHandovers(allowed), wishes);
  if (waiting.length > 0) return refuse(cycleProblem(waiting));
  const inverse = inverseOf(operations, contract, fall, host);
  return accept({ contract, operations, target, expected, inverse });
}

function takesAway({ action, before }: Step, links: ReadonlySet<InterfaceName>): boolean {
  return action !== 'change' && before?.type === 'link' && links.has(before.name);
}

function cycleProblem(waiting: readonly Identity[]): Problem<DriverProblemCode> {
  return {
    code: 'dependency-cycle',
    path: '',
    detail: `these objects wait for each other: ${waiting.join(', ')}`,
  };
}

export const wishesOf = rememberByObject(
  (wanted: readonly WantedResource[]): Wishes =>
    new Map(
      wanted.flatMap(({ resource, after }) =>
        after === undefined ? [] : [[identityOf(resource), after] as const],
      ),
    ),
);
