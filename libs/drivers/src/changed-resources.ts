import { providedResources, type HostState } from './host-state.js';
import { identityOf, type Resource } from './resource.js';

/**
 * What two readings of a host do not have in common as the same object: of each what is gone, new or other. Readings are
 * sorted by identity, so that hardly anything is compared but whether objects are the same. In any other order nothing is missed,
 * but more is told.
 */
export function changedResources(before: HostState, after: HostState): readonly Resource[] {
  return [
    ...notShared(before.links, after.links, ({ resource }) => resource),
    ...notShared(before.addresses, after.addresses, itself),
    ...notShared(before.routes, after.routes, itself),
    ...notShared(before.fdb, after.fdb, itself),
    ...notShared(before.mdb ?? [], after.mdb ?? [], itself),
    ...notShared(before.rules ?? [], after.rules ?? [], itself),
    ...notShared(providedResources(before), providedResources(after), itself),
  ];
}

function notShared<Entry>(
  before: readonly Entry[],
  after: readonly Entry[],
  resourceOf: (entry: Entry) => Resource,
): readonly Resource[] {
  if (before === after) return [];
  const changed: Resource[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    const [old, now] = [before[left], after[right]];
    const order = old === now ? 0 : orderOf(old && resourceOf(old), now && resourceOf(now));
    if (old !== now) changed.push(...sidesOf(order, old, now).map(resourceOf));
    if (order <= 0) left += 1;
    if (order >= 0) right += 1;
  }
  return changed;
}

/** By identity; nothing comes last. */
function orderOf(left: Resource | undefined, right: Resource | undefined): number {
  if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
  const [one, other] = [identityOf(left), identityOf(right)];
  return one < other ? -1 : Number(one > other);
}

/** The one that comes first, or both where they have the same identity. */
function sidesOf<Entry>(
  order: number,
  old: Entry | undefined,
  now: Entry | undefined,
): readonly Entry[] {
  const sides = [order <= 0 ? old : undefined, order >= 0 ? now : undefined];
  return sides.filter((entry) => entry !== undefined);
}

function itself<Entry>(entry: Entry): Entry {
  return entry;
}
