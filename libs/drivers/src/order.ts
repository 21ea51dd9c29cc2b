import { dependenciesOf, type Dependencies, type Wishes } from './dependencies.js';
import type { Operation } from './operation.js';
import type { Identity, Resource } from './resource.js';
import type { Step } from './step.js';

/** Steps in their order, and those that have none because they wait for each other. */
export interface Order {
  readonly operations: readonly Operation[];
  /** Sorted; empty: every step has its place. */
  readonly waiting: readonly Identity[];
}

/**
 * Puts steps into the one order in which a host can carry them out: what is used before its user, users gone before
 * what they used, additions before removals wherever both orders would do. The same steps give the same order, however
 * the list was sorted.
 */
export function order(steps: readonly Step[], wishes: Wishes = new Map()): Order {
  const dependencies = dependenciesOf(steps, wishes);
  const users = usersIn(dependencies);
  const open = new Map(Array.from(dependencies, ([entry, needs]) => [entry, needs.size]));
  const operations: Operation[] = [];
  let ready = steps.filter((entry) => open.get(entry) === 0);
  while (ready.length > 0) {
    const [wave, later] = splitWave(ready);
    operations.push(...wave.map((entry) => operationOf(entry, dependencies)));
    ready = [...later, ...wave.flatMap((entry) => freedBy(entry, users, open))];
  }
  const waiting = steps.filter((entry) => (open.get(entry) ?? 0) > 0);
  return { operations, waiting: waiting.map(({ identity }) => identity).sort() };
}

/** Removals wait as long as there is anything else to do, and rules as long as their routes may be to come. */
function splitWave(
  ready: readonly Step[],
): readonly [wave: readonly Step[], later: readonly Step[]] {
  const additions = ready.filter(({ action }) => action !== 'delete');
  if (additions.length === 0) return [ready.toSorted(byRemovalRank), []];
  const settings = additions.filter(({ after }) => after?.type !== 'rule');
  const wave = settings.length > 0 ? settings : additions;
  const inWave = new Set(wave);
  const later = ready.filter((entry) => !inWave.has(entry));
  return [wave.sort(byRankThenIdentity), later];
}

/** The steps for which this one was the last that they waited for. */
function freedBy(
  entry: Step,
  users: ReadonlyMap<Step, readonly Step[]>,
  open: Map<Step, number>,
): readonly Step[] {
  return (users.get(entry) ?? []).filter((user) => {
    const left = (open.get(user) ?? 0) - 1;
    open.set(user, left);
    return left === 0;
  });
}

function operationOf(entry: Step, dependencies: Dependencies): Operation {
  const needs = new Set(Array.from(dependencies.get(entry) ?? [], ({ identity }) => identity));
  return { ...entry, dependsOn: [...needs].sort() };
}

function usersIn(dependencies: Dependencies): ReadonlyMap<Step, readonly Step[]> {
  const users = new Map<Step, Step[]>();
  for (const [user, needs] of dependencies) {
    for (const used of needs) {
      const list = users.get(used);
      if (list === undefined) users.set(used, [user]);
      else list.push(user);
    }
  }
  return users;
}

const rank = {
  link: 0,
  port: 1,
  address: 2,
  fdb: 3,
  'bridge-fdb': 3,
  mdb: 3,
  route: 4,
  rule: 5,
  nft: 6,
  ipsec: 7,
} as const satisfies Record<Resource['type'], number>;

/** A route goes before the address by which its router is known, and a rule before the routes to which it leads. */
const removalRank: Readonly<Record<Resource['type'], number>> = { ...rank, route: -1, rule: -2 };

function byRemovalRank(left: Step, right: Step): number {
  const rankOf = ({ before }: Step): number => removalRank[before?.type ?? 'link'];
  return rankOf(left) - rankOf(right) || (left.identity < right.identity ? -1 : 1);
}

/** What is adopted comes first: until it is marked nothing may hang on it. */
function byRankThenIdentity(left: Step, right: Step): number {
  const rankOf = ({ action, after, before }: Step): number =>
    action === 'adopt' ? -1 : rank[(after ?? before)?.type ?? 'link'];
  return rankOf(left) - rankOf(right) || (left.identity < right.identity ? -1 : 1);
}
