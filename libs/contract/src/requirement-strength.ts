import type { PrincipalId } from './fields.js';
import { isMet } from './requirement.js';
import type { Requirement } from './requirement-schema.js';

/**
 * Whether everyone who can meet `requirement` meets `least` too: no set of signers satisfies the first and not the
 * second. Exact, not a comparison of the numbers. Both conditions only get easier with more signers, so it is enough
 * to look at the extreme sets: all but one required signer, one role alone, the heaviest of those too light for `least`.
 */
export function isAtLeast(requirement: Requirement, least: Requirement): boolean {
  if (!canBeMetBy(requirement, () => true)) return true;
  return (
    everyRequiredSigns(requirement, least) &&
    (!least.separationOfDuties || noRoleIsEnoughAlone(requirement, least)) &&
    heaviestBelow(requirement, least) < requirement.weightRequired
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

/** Index: weight in the eyes of `least`. Value: the greatest weight in the eyes of `requirement` that comes with it. */
type Weights = Float64Array;
const unreached = -Infinity;

/**
 * The greatest weight that signers can bring to `requirement` while they stay too light for `least`: a knapsack, role by
 * role, so that separation of duties needs only to count none, one, or more roles. `unreached`: there are none.
 */
function heaviestBelow(requirement: Requirement, least: Requirement): number {
  const weightFor = new Map(least.requests.map(({ principal, weight }) => [principal, weight]));
  const sum = least.requests.reduce((total, { weight }) => total + weight, 0);
  const none = nowhere(Math.min(least.weightRequired, sum + 1)).fill(0, 0, 1);
  let byRoles: readonly Weights[] = [none, nowhere(none.length), nowhere(none.length)];
  for (const [role, requests] of Map.groupBy(requirement.requests, (request) => request.role)) {
    const items = requests.map((request) => ({
      ...request,
      cost: weightFor.get(request.principal) ?? 0,
    }));
    byRoles = withGroup(byRoles, items, role === undefined ? 0 : 1);
  }
  const allowed = requirement.separationOfDuties ? byRoles.slice(2) : byRoles;
  return allowed.reduce(
    (greatest, weights) => weights.reduce((a, b) => Math.max(a, b), greatest),
    unreached,
  );
}

type Item = Pick<Requirement['requests'][number], 'weight' | 'required'> & {
  readonly cost: number;
};

/** Index: how many roles have signed: none, one, two or more. A group of which nobody signs adds no role. */
function withGroup(
  byRoles: readonly Weights[],
  group: readonly Item[],
  roles: 0 | 1,
): readonly Weights[] {
  const someMustSign = group.some(({ required }) => required);
  const next = byRoles.map((weights) => (someMustSign ? nowhere(weights.length) : weights.slice()));
  byRoles.forEach((weights, count) => {
    raise(next[Math.min(2, count + roles)], someSign(weights, group));
  });
  return next;
}

/** The weights after at least one of the group has signed, and every required one. */
function someSign(before: Weights, group: readonly Item[]): Weights {
  const some = nowhere(before.length);
  let none = before;
  for (const { weight, cost, required } of group) {
    for (let spent = some.length - 1; spent >= cost; spent -= 1) {
      const signed =
        weight + Math.max(some[spent - cost] ?? unreached, none[spent - cost] ?? unreached);
      some[spent] = required ? signed : Math.max(signed, some[spent] ?? unreached);
    }
    if (!required) continue;
    some.fill(unreached, 0, cost);
    none = nowhere(before.length);
  }
  return some;
}

function raise(weights: Weights | undefined, others: Weights): void {
  if (weights === undefined) return;
  for (let index = 0; index < others.length; index += 1) {
    weights[index] = Math.max(weights[index] ?? unreached, others[index] ?? unreached);
  }
}

function nowhere(length: number): Weights {
  return new Float64Array(length).fill(unreached);
}
