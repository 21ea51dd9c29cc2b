import { accept, refuse, type Result } from '#contract';
import { claimsOf } from './claims.js';
import type { Step } from './diff.js';
import type { Operation } from './operation.js';
import { linkIdentitiesUsedBy } from './references.js';
import type { Identity, Resource } from './resource.js';

/**
 * Puts steps into the one order in which a host can carry them out: what is used before its user, users gone before
 * what they used, additions before removals wherever both orders would do. The same steps give the same order.
 */
export function order(
  steps: readonly Step[],
  wishes: ReadonlyMap<Identity, readonly Identity[]> = new Map(),
): Result<readonly Operation[], 'dependency-cycle'> {
  const needs = dependencies(steps, wishes);
  const waitingFor = new Map(steps.map(({ identity }) => [identity, needs.get(identity)?.size ?? 0]));
  const users = usersOf(needs);
  const ordered: Operation[] = [];
  let ready = steps.filter(({ identity }) => waitingFor.get(identity) === 0);
  const byIdentity = new Map(steps.map((entry) => [entry.identity, entry]));

  while (ready.length > 0) {
    const additions = ready.filter(({ action }) => action !== 'delete');
    const wave = additions.length > 0 ? additions : ready;
    const next = additions.length > 0 ? ready.filter(({ action }) => action === 'delete') : [];
    for (const entry of wave.toSorted(byRankThenIdentity)) {
      ordered.push({ ...entry, dependsOn: [...(needs.get(entry.identity) ?? [])].sort() });
      for (const user of users.get(entry.identity) ?? []) {
        const left = (waitingFor.get(user) ?? 0) - 1;
        waitingFor.set(user, left);
        const freed = byIdentity.get(user);
        if (left === 0 && freed !== undefined) next.push(freed);
      }
    }
    ready = next;
  }
  if (ordered.length === steps.length) return accept(ordered);
  const stuck = steps.filter(({ identity }) => (waitingFor.get(identity) ?? 0) > 0).map((entry) => entry.identity);
  return refuse({
    code: 'dependency-cycle',
    path: '',
    detail: `these objects wait for each other: ${stuck.sort().join(', ')}`,
  });
}

type Needs = ReadonlyMap<Identity, ReadonlySet<Identity>>;

function dependencies(
  steps: readonly Step[],
  wishes: ReadonlyMap<Identity, readonly Identity[]>,
): Needs {
  const needs = new Map(steps.map(({ identity }) => [identity, new Set<Identity>()]));
  const link = (user: Identity, used: Identity): void => {
    if (user !== used && needs.has(used)) needs.get(user)?.add(used);
  };
  const removed = new Map(
    steps.flatMap(({ action, identity, before }) =>
      action === 'delete' ? exclusiveKeys(before).map((key) => [key, identity] as const) : [],
    ),
  );
  const deleted = new Set(steps.flatMap((entry) => (entry.action === 'delete' ? [entry.identity] : [])));

  for (const { identity, before, after } of steps) {
    for (const used of before === null ? [] : linkIdentitiesUsedBy(before)) {
      if (deleted.has(used)) link(used, identity);
    }
    if (after === null) continue;
    for (const used of linkIdentitiesUsedBy(after)) link(identity, used);
    for (const used of wishes.get(identity) ?? []) link(identity, used);
    for (const key of exclusiveKeys(after)) {
      const holder = removed.get(key);
      if (holder !== undefined) link(identity, holder);
    }
  }
  return needs;
}

/** Claims that the kernel refuses to give twice, so that the old holder must go first. */
function exclusiveKeys(resource: Resource | null): readonly string[] {
  if (resource?.type !== 'link') return [];
  return claimsOf(resource).flatMap(({ key }) => (key.startsWith('vni ') ? [key] : []));
}

function usersOf(needs: Needs): ReadonlyMap<Identity, readonly Identity[]> {
  const users = new Map<Identity, Identity[]>();
  for (const [user, used] of needs) {
    for (const identity of used) {
      const list = users.get(identity);
      if (list === undefined) users.set(identity, [user]);
      else list.push(user);
    }
  }
  return users;
}

const rank = { link: 0, port: 1, address: 2, fdb: 3, route: 4 } as const satisfies Record<Resource['type'], number>;

function byRankThenIdentity(left: Step, right: Step): number {
  const rankOf = ({ after, before }: Step): number => rank[(after ?? before)?.type ?? 'link'];
  return rankOf(left) - rankOf(right) || (left.identity < right.identity ? -1 : 1);
}
