import type { Adoptions } from './adoption.js';
import { mtuReturnOf } from './bridge-mtu.js';
import { bystanders } from './bystanders.js';
import { changedFields, needsRecreation } from './compare.js';
import { afterMoves, defaultPvidMoves, type DefaultPvidMoves } from './default-pvid.js';
import { fallOf, freedOf, isLost, returningWith, type Fall } from './fall.js';
import type { HostIndex } from './host-index.js';
import { withKeptOptions } from './kept-options.js';
import { leavesBridge } from './left-bridges.js';
import { carrierOf, lowerFieldOf } from './references.js';
import { identityOf, type Identity, type Resource } from './resource.js';
import { creation, deletion, replacement, type Step } from './step.js';
import { mayChange, type Target } from './target.js';

/** What is to be done, and what follows from it. */
export interface Difference {
  readonly steps: readonly Step[];
  /** The links that fall while it is done. */
  readonly fall: Fall;
  /** The target, and what of others has to stand afterwards. */
  readonly expected: Target;
}

/**
 * What is to be done so that a host becomes as the target says, on behalf of one contract. What hangs on a link that
 * is made anew comes back with it, whoever put it there. No steps: the host is as the target says.
 */
export function diff(contract: string, target: Target, host: HostIndex): readonly Step[] {
  return difference(contract, target, host).steps;
}

export function difference(
  contract: string,
  target: Target,
  host: HostIndex,
  adoptions: Adoptions = new Set(),
): Difference {
  const fall = fallOf(contract, target, host);
  const moves = defaultPvidMoves(target, host);
  const besides = [...bystanders(fall, target, host), ...returningWith(fall, target, host)];
  const whole = besides.length === 0 ? target : new Map([...besides, ...target]);
  const expected = withReturnedMtus(whole, host);
  const steps: Step[] = [];
  for (const [identity, wanted] of expected) {
    const observed = host.resource(identity);
    if (fall.size === 0 && moves.size === 0 && isAsWanted(observed, wanted)) continue;
    const isAdopted = adoptions.has(identity);
    const isOwn =
      isAdopted || (observed !== undefined && mayChange(contract, observed, target, host));
    const before = observed && whenItsTurnComes(observed, wanted, { isOwn, fall, moves, target });
    const falls = wanted?.type === 'link' && fall.has(wanted.name);
    steps.push(...stepFor(before, wanted, { mayGo: isOwn, falls, isAdopted }));
  }
  return { steps, fall, expected };
}

/** Most objects of most hosts, most of the time. */
function isAsWanted(observed: Resource | undefined, wanted: Resource | null): boolean {
  return observed !== undefined && wanted !== null && changedFields(observed, wanted).length === 0;
}

function withReturnedMtus(target: Target, host: HostIndex): Target {
  const mtuReturn = mtuReturnOf(target, host);
  const returned: (readonly [Identity, Resource])[] = [];
  for (const wanted of target.values()) {
    const mtu = wanted?.type === 'link' ? mtuReturn(wanted) : undefined;
    if (wanted?.type === 'link' && mtu !== undefined) {
      returned.push([identityOf(wanted), { ...wanted, mtu }]);
    }
  }
  return returned.length === 0 ? target : new Map([...target, ...returned]);
}

/** What happens to an object before its own step. */
interface Meanwhile {
  readonly isOwn: boolean;
  readonly fall: Fall;
  readonly moves: DefaultPvidMoves;
  readonly target: Target;
}

function whenItsTurnComes(
  observed: Resource,
  wanted: Resource | null,
  { moves, target, ...meanwhile }: Meanwhile,
): Resource | undefined {
  if (leavesBridge(observed, target)) return undefined;
  const left = afterTheFall(observed, wanted, meanwhile);
  return left === undefined || moves.size === 0 ? left : afterMoves(left, moves);
}

/** An object as it stands after the links have fallen on which it hangs; undefined: it is gone with them. */
function afterTheFall(
  observed: Resource,
  wanted: Resource | null,
  { isOwn, fall }: Omit<Meanwhile, 'moves' | 'target'>,
): Resource | undefined {
  // A link of others falls only with what carries it; our own are taken down by their step, before their bridge is.
  if (observed.type === 'link') {
    if (isOwn && wanted === null) return observed;
    return isOwn || !fall.has(observed.name) ? freedOf(observed, fall) : undefined;
  }
  if (!isLost(observed, fall)) return observed;
  // A port that shall be none is freed before its bridge falls; a port or route that moves away never ends.
  if (wanted === null) return observed.type === 'port' ? observed : undefined;
  return carrierOf(wanted) === carrierOf(observed) ? undefined : observed;
}

/** How a contract stands to an object. */
interface Standing {
  readonly mayGo: boolean;
  readonly falls: boolean;
  readonly isAdopted: boolean;
}

function stepFor(
  before: Resource | undefined,
  after: Resource | null,
  { mayGo, falls, isAdopted }: Standing,
): readonly Step[] {
  if (before === undefined) return after === null ? [] : [creation(after)];
  if (after === null) return mayGo ? [deletion(before)] : [];
  const fields = changedFields(before, after);
  const anew = withKeptOptions(before, after);
  if (needsRecreation(fields)) return [replacement('recreate', before, anew, fields)];
  if (falls && after.type === 'link') {
    // What stands on no link falls with its VRF.
    const reason = carrierOf(after) === undefined ? 'master' : lowerFieldOf(after);
    const reasons = fields.includes('master') ? fields : [...fields, reason].sort();
    return [replacement('recreate', before, anew, reasons)];
  }
  if (fields.length === 0) return [];
  return [replacement(isAdopted ? 'adopt' : 'change', before, after, fields)];
}
