import { carrierOf, linksUsedBy } from './references.js';
import type { Step } from './step.js';

/**
 * Whether of two changes in place the one that uses the other's link comes first, which is the other way round than usual.
 * A smaller MTU goes from the top down, a larger one from the bottom up, so that at no moment what is above has more room
 * than what is below: a link stands above its lower one, and a bridge above its ports.
 */
export function userGoesFirst(user: Step, used: Step): boolean {
  const [userTurn, usedTurn] = [mtuTurn(user), mtuTurn(used)];
  if (userTurn === undefined || userTurn !== usedTurn || !isOnlyMtu(used)) return false;
  return standsOn(user, used) ? usedTurn === 'down' : isPortOf(user, used) && usedTurn === 'up';
}

type Turn = 'up' | 'down';

function mtuTurn({ action, before, after, fields }: Step): Turn | undefined {
  if (action !== 'change' || !fields.includes('mtu')) return undefined;
  if (before?.type !== 'link' || after?.type !== 'link') return undefined;
  return (after.mtu ?? 0) > (before.mtu ?? 0) ? 'up' : 'down';
}

/** Anything else of the link below may be what the user waits for. */
function isOnlyMtu({ fields }: Step): boolean {
  return fields.length === 1;
}

function standsOn({ after }: Step, { after: used }: Step): boolean {
  return after !== null && used?.type === 'link' && carrierOf(after) === used.name;
}

function isPortOf({ after }: Step, { after: used }: Step): boolean {
  return (
    after?.type === 'link' &&
    used?.type === 'link' &&
    carrierOf(after) !== used.name &&
    linksUsedBy(after).includes(used.name)
  );
}
