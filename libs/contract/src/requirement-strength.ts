import type { PrincipalId } from './fields.js';
import { isMet } from './requirement.js';
import type { Requirement } from './requirement-schema.js';

type Request = Requirement['requests'][number];

/**
 * Whether everyone who can meet `requirement` meets `least` too: no set of signers satisfies the first and not the
 * second. Exact, not a comparison of the numbers. Both conditions only get easier with more signers, so it is enough
 * to look for the weakest sets: all but one required signer, one role alone, the lightest set.
 */
export function isAtLeast(requirement: Requirement, least: Requirement): boolean {
  if (!canBeMetBy(requirement, () => true)) return true;
  return (
    everyRequiredSigns(requirement, least) &&
    (!least.separationOfDuties || noRoleIsEnoughAlone(requirement, least)) &&
    lightestWeight(requirement, least) >= least.weightRequired
  );
}

function everyRequiredSigns(requirement: Requirement, least: Requirement): boolean {
  const required = least.requests.filter((request) => request.required);
  return required.every(
    ({ principal }) => !canBeMetBy(requirement, (other) => other !== principal),
  );
}

function noRoleIsEnoughAlone(requirement: Requirement, least: Requirement): boolean {
  const roles = new Map(least.requests.map(({ principal, role }) => [principal, role]));
  return [...new Set([...roles.values(), undefined])].every(
    (alone) =>
      !canBeMetBy(requirement, (principal) => {
        const role = roles.get(principal);
        return role === undefined || role === alone;
      }),
  );
}

function canBeMetBy(
  requirement: Requirement,
  allowed: (principal: PrincipalId) => boolean,
): boolean {
  return isMet(
    requirement,
    new Set(requirement.requests.map(({ principal }) => principal).filter(allowed)),
  );
}

/** Least costs by weight reached so far, the weight capped at what is wanted. */
type Costs = Float64Array;

/**
 * The least weight in the eyes of `least` with which `requirement` can be met (Infinity: it can't be met): a knapsack
 * over the weights, role by role, so that separation of duties needs only to count none, one, or more roles.
 */
function lightestWeight(requirement: Requirement, least: Requirement): number {
  const costOf = new Map(least.requests.map(({ principal, weight }) => [principal, weight]));
  const wanted = requirement.weightRequired;
  const nothing = new Float64Array(wanted + 1).fill(Infinity).fill(0, 0, 1);
  let byRoles: readonly Costs[] = [nothing, unreachable(nothing), unreachable(nothing)];
  for (const group of groupsByRole(requirement.requests)) {
    const costs = group.requests.map((request) => ({
      ...request,
      cost: costOf.get(request.principal) ?? 0,
    }));
    byRoles = addGroup(byRoles, costs, group.countsAsRole ? 1 : 0);
  }
  const enough = requirement.separationOfDuties ? byRoles.slice(2) : byRoles;
  return Math.min(...enough.map((costs) => costs[wanted] ?? Infinity));
}

interface Group {
  readonly requests: readonly Request[];
  readonly countsAsRole: boolean;
}

function groupsByRole(requests: readonly Request[]): readonly Group[] {
  return [...Map.groupBy(requests, ({ role }) => role)].map(([role, members]) => ({
    requests: members,
    countsAsRole: role !== undefined,
  }));
}

type CostedRequest = Pick<Request, 'weight' | 'required'> & { readonly cost: number };

/** Index: how many roles have signed: none, one, two or more. A group in which nobody signs adds no role. */
function addGroup(
  byRoles: readonly Costs[],
  group: readonly CostedRequest[],
  step: number,
): readonly Costs[] {
  const next = byRoles.map((costs) =>
    group.some(({ required }) => required) ? unreachable(costs) : costs.slice(),
  );
  byRoles.forEach((costs, roles) => {
    lower(next[Math.min(2, roles + step)], someSign(costs, group));
  });
  return next;
}

/** The costs after at least one of the group has signed, and every required one. */
function someSign(before: Costs, group: readonly CostedRequest[]): Costs {
  let none = before;
  let some = unreachable(before);
  for (const request of group) {
    const withIt = unreachable(before);
    lower(withIt, sign(none, request));
    lower(withIt, sign(some, request));
    if (!request.required) lower(withIt, some);
    some = withIt;
    if (request.required) none = unreachable(before);
  }
  return some;
}

function sign(costs: Costs, { weight, cost }: CostedRequest): Costs {
  const signed = unreachable(costs);
  costs.forEach((before, reached) => {
    const now = Math.min(signed.length - 1, reached + weight);
    signed[now] = Math.min(signed[now] ?? Infinity, before + cost);
  });
  return signed;
}

function lower(costs: Costs | undefined, others: Costs): void {
  if (costs === undefined) return;
  others.forEach((cost, index) => {
    if (cost < (costs[index] ?? Infinity)) costs[index] = cost;
  });
}

function unreachable(like: Costs): Costs {
  return new Float64Array(like.length).fill(Infinity);
}
