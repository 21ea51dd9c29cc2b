import type { IkeAssociation } from './associations.js';
import { byAge, isExact, isWhole, type WatchedTunnel } from './watched-tunnel.js';

/** Milliseconds in which the end that has begun a tunnel ends what it replaced; after that the other one does. */
const timeForInitiator = 2_000;
/** Milliseconds that two of the same may stand: a reauthentication takes so long. */
const timeForDouble = 10_000;

/**
 * IKE_SAs that are to be ended: those of former settings once the new ones carry packets or the time is up; while they
 * last, new ones with other networks than asked for, which a peer made that has not heard of the change; and all but the
 * youngest of those that stand side by side: that by the end that begins, for it begins anew what the other one ends. An end
 * that had to begin although it usually waits ends its attempts where the peer was quicker.
 */
export function superfluous(
  watched: WatchedTunnel,
  associations: readonly IkeAssociation[],
  now: number,
): readonly IkeAssociation[] {
  const { tunnel } = watched;
  const { present, former } = byAge(watched, associations);
  const whole = present.filter((one) => isWhole(tunnel, [one]));
  const isNew = whole.some((one) => isExact(tunnel, [one]));
  const isDouble = isNew && (former.length > 0 || whole.length > 1);
  watched.doubleSince = isDouble ? (watched.doubleSince ?? now) : undefined;
  const since = now - (watched.doubleSince ?? now);
  return [
    ...endedFormer(watched, former, isNew && (tunnel.initiates || since > timeForInitiator), now),
    ...(former.length > 0 && !isNew && tunnel.initiates ? whole : []),
    ...(tunnel.initiates ? doubles(whole, since) : []),
    ...ownAttempts(watched, whole.length > 0, associations),
  ];
}

/** Where the two do not agree on what may travel, that they know each other is of no use: what is left of it. */
export function emptyAfterRefusal(
  { failure, isFresh }: WatchedTunnel,
  associations: readonly IkeAssociation[],
): readonly IkeAssociation[] {
  const isRefused = failure === 'selectors-differ' || failure === 'esp-proposals-differ';
  if (!isRefused || isFresh) return [];
  return associations.filter(
    ({ state, children }) => state === 'ESTABLISHED' && children.length === 0,
  );
}

function ownAttempts(
  { isStranded }: WatchedTunnel,
  isUp: boolean,
  associations: readonly IkeAssociation[],
): readonly IkeAssociation[] {
  if (!isStranded || !isUp) return [];
  return associations.filter(({ state, initiates }) => state === 'CONNECTING' && initiates);
}

function doubles(whole: readonly IkeAssociation[], since: number): readonly IkeAssociation[] {
  return since > timeForDouble ? whole.toSorted(byNumber).slice(0, -1) : [];
}

function endedFormer(
  { formerUntil }: WatchedTunnel,
  former: readonly IkeAssociation[],
  isReplaced: boolean,
  now: number,
): readonly IkeAssociation[] {
  return isReplaced || now > formerUntil ? former : [];
}

/** The daemon numbers them as they come. */
function byNumber(left: IkeAssociation, right: IkeAssociation): number {
  return Number(left.uniqueId) - Number(right.uniqueId);
}
