import { isBridgeEntry } from './bridge-entry.js';
import { exclusiveKeys, releasedKeys } from './handover.js';
import { userGoesFirst } from './mtu-order.js';
import { identitiesUsedBy } from './references.js';
import type { Identity } from './resource.js';
import type { Step } from './step.js';

/** For each step those that must be done before it. */
export type Dependencies = ReadonlyMap<Step, ReadonlySet<Step>>;

/** Objects that an author wants to stand before another one. */
export type Wishes = ReadonlyMap<Identity, readonly Identity[]>;

export function dependenciesOf(steps: readonly Step[], wishes: Wishes): Dependencies {
  const moments = momentsOf(steps);
  const dependencies = new Map(
    steps.map((entry) => [
      entry,
      new Set([...leaversBefore(entry, moments), ...needsOf(entry, moments, wishes)]),
    ]),
  );
  turnMtuRound(dependencies);
  return dependencies;
}

function turnMtuRound(dependencies: ReadonlyMap<Step, Set<Step>>): void {
  const turned = [...dependencies].flatMap(([user, needs]) =>
    [...needs].filter((used) => userGoesFirst(user, used)).map((used) => [user, used] as const),
  );
  for (const [user, used] of turned) {
    dependencies.get(user)?.delete(used);
    dependencies.get(used)?.add(user);
  }
}

/** Which step brings an object, which takes one away, which frees what is exclusive, and who leaves a link. */
interface Moments {
  readonly arrivals: ReadonlyMap<Identity, Step>;
  readonly removals: ReadonlyMap<Identity, Step>;
  readonly releases: ReadonlyMap<string, Step>;
  readonly leavers: ReadonlyMap<Identity, readonly Step[]>;
}

function momentsOf(steps: readonly Step[]): Moments {
  const going = steps.filter(({ action }) => action === 'delete' || action === 'recreate');
  return {
    arrivals: new Map(
      steps.flatMap((entry) => (entry.after === null ? [] : [[entry.identity, entry] as const])),
    ),
    removals: new Map(going.map((entry) => [entry.identity, entry])),
    releases: new Map(
      steps.flatMap((entry) => releasedKeys(entry).map((key) => [key, entry] as const)),
    ),
    leavers: leaversOf(steps),
  };
}

/** The steps after which an object no longer uses a link that it used. */
function leaversOf(steps: readonly Step[]): ReadonlyMap<Identity, readonly Step[]> {
  const leavers = new Map<Identity, Step[]>();
  for (const entry of steps) {
    const kept = new Set(entry.after === null ? [] : identitiesUsedBy(entry.after));
    for (const used of entry.before === null ? [] : identitiesUsedBy(entry.before)) {
      if (kept.has(used)) continue;
      const list = leavers.get(used);
      if (list === undefined) leavers.set(used, [entry]);
      else list.push(entry);
    }
  }
  return leavers;
}

/** Users are gone before what they used. */
function leaversBefore(entry: Step, { removals, leavers }: Moments): readonly Step[] {
  const users = (leavers.get(entry.identity) ?? []).filter((leaver) => leaver !== entry);
  if (removals.get(entry.identity) === entry) return users;
  return entry.fields.some((field) => entryGrounds.has(field)) ? users.filter(isEndOfEntry) : [];
}

/**
 * What entries of a bridge stand on besides links. Out of its VLAN the kernel neither finds a station (`br_fdb_delete`) nor,
 * with snooping off, a group (`br_mdb_del`).
 */
const entryGrounds: ReadonlySet<string> = new Set([
  'bridge.defaultPvid',
  'bridge.multicastSnooping',
  'bridge.vlanFiltering',
  'port.vlans',
]);

function isEndOfEntry({ before, after }: Step): boolean {
  return after === null && before !== null && isBridgeEntry(before);
}

/**
 * What is used stands before its user; what the kernel gives only once is given up before it is taken. A step that uses
 * its own link waits for itself: it has no place, and `order` says so.
 */
function needsOf(entry: Step, moments: Moments, wishes: Wishes): readonly Step[] {
  const { identity, after } = entry;
  if (after === null) return [];
  const { arrivals, removals, releases } = moments;
  const used = [...identitiesUsedBy(after), ...(wishes.get(identity) ?? [])];
  const freed = [
    ...Array.from(exclusiveKeys(after), (key) => releases.get(key)),
    removals.get(identity),
  ];
  return [
    ...used.flatMap((link) => arrivals.get(link) ?? []),
    ...freed.flatMap((removal) => (removal === undefined || removal === entry ? [] : [removal])),
  ];
}
