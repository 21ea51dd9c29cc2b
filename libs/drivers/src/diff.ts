import { changedFields, needsRecreation } from './compare.js';
import { fallOf, freedOf, isLost, returningWith, type Fall } from './fall.js';
import type { HostIndex } from './host-index.js';
import { carrierOf } from './references.js';
import type { Resource } from './resource.js';
import { creation, deletion, replacement, type Step } from './step.js';
import { belongsTo, type Target } from './target.js';

/** What is to be done, and the links that fall while it is done. */
export interface Difference {
  readonly steps: readonly Step[];
  readonly fall: Fall;
}

/**
 * What is to be done so that a host becomes as the target says, on behalf of one contract. What hangs on a link that
 * is made anew comes back with it, whoever put it there. No steps: the host is as the target says.
 */
export function diff(contract: string, target: Target, host: HostIndex): readonly Step[] {
  return difference(contract, target, host).steps;
}

export function difference(contract: string, target: Target, host: HostIndex): Difference {
  const fall = fallOf(contract, target, host);
  const complete = new Map([...target, ...returningWith(fall, target, host)]);
  const steps = [...complete].flatMap(([identity, wanted]) => {
    const before = whenItsTurnComes(host.resource(identity), wanted, target.has(identity), fall);
    return stepFor(before, wanted, {
      mayGo: before !== undefined && belongsTo(contract, before, host),
      falls: wanted?.type === 'link' && fall.has(wanted.name),
    });
  });
  return { steps, fall };
}

/** An object as it stands after the links have fallen on which it hangs; undefined: it is gone with them. */
function whenItsTurnComes(
  observed: Resource | undefined,
  wanted: Resource | null,
  isAimedAt: boolean,
  fall: Fall,
): Resource | undefined {
  if (observed === undefined) return undefined;
  if (observed.type === 'link') return isAimedAt ? freedOf(observed, fall) : undefined;
  if (!isLost(observed, fall)) return observed;
  // A port that shall be none is freed before its bridge falls; a port or route that moves away never ends.
  if (wanted === null) return observed.type === 'port' ? observed : undefined;
  return carrierOf(wanted) === carrierOf(observed) ? undefined : observed;
}

function stepFor(
  before: Resource | undefined,
  after: Resource | null,
  { mayGo, falls }: { readonly mayGo: boolean; readonly falls: boolean },
): readonly Step[] {
  if (before === undefined) return after === null ? [] : [creation(after)];
  if (after === null) return mayGo ? [deletion(before)] : [];
  const fields = changedFields(before, after);
  if (needsRecreation(fields)) return [replacement('recreate', before, after, fields)];
  if (falls) return [replacement('recreate', before, after, [...fields, 'vxlan.underlay'].sort())];
  return fields.length === 0 ? [] : [replacement('change', before, after, fields)];
}
