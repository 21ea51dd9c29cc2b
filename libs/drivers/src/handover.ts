import { linkKeys } from './claims.js';
import { lowerLinkOf } from './references.js';
import { linkIdentity, type Identity, type Resource } from './resource.js';
import { creation, deletion, type Step } from './step.js';

/**
 * What the kernel refuses to give twice: the old holder must give it up before the new one can take it. Names and
 * addresses are no matter here: a name is the identity itself, and an address may stand on two links.
 */
export function exclusiveKeys(resource: Resource | null): ReadonlySet<string> {
  return resource?.type === 'link' ? linkKeys(resource) : nothing;
}

const nothing: ReadonlySet<string> = new Set();

/** What a step gives up: in place only what the object does not keep. */
export function releasedKeys({ action, before, after }: Step): readonly string[] {
  const held = [...exclusiveKeys(before)];
  if (action === 'delete' || action === 'recreate') return held;
  const kept = exclusiveKeys(after);
  return held.filter((key) => !kept.has(key));
}

/**
 * Takes a re-creation apart into its two halves where another object takes what the old link gives up, or where the new
 * link takes what one gives up that the old link stands on. Two links that swap their VNIs or VLANs could not be made
 * anew one after the other.
 */
export function splitHandovers(steps: readonly Step[]): readonly Step[] {
  const takers = holdersAmong(steps, ({ after }) => after);
  const holders = holdersAmong(steps, ({ before }) => before);
  const standing = new Map(steps.map(({ identity, before }) => [identity, before]));
  return steps.flatMap((entry) => {
    const { action, identity, before, after } = entry;
    if (action !== 'recreate' || before === null || after === null) return [entry];
    const isTaken = [...exclusiveKeys(before)].some((key) => isAnother(takers.get(key), identity));
    const isInTheWay = [...exclusiveKeys(after)].some((key) => {
      const giver = holders.get(key);
      return giver !== undefined && standsOn(before, giver, standing);
    });
    return isTaken || isInTheWay ? [deletion(before), creation(after)] : [entry];
  });
}

function holdersAmong(
  steps: readonly Step[],
  resourceOf: (entry: Step) => Resource | null,
): ReadonlyMap<string, Identity> {
  const holders = new Map<string, Identity>();
  for (const entry of steps) {
    for (const key of exclusiveKeys(resourceOf(entry))) holders.set(key, entry.identity);
  }
  return holders;
}

function isAnother(holder: Identity | undefined, identity: Identity): boolean {
  return holder !== undefined && holder !== identity;
}

/** Whether a link stands on another one, with whatever is between them. */
function standsOn(
  resource: Resource,
  other: Identity,
  standing: ReadonlyMap<Identity, Resource | null>,
): boolean {
  const lower = resource.type === 'link' ? lowerLinkOf(resource) : undefined;
  if (lower === undefined) return false;
  const identity = linkIdentity(lower);
  if (identity === other) return true;
  const next = standing.get(identity);
  return next != null && standsOn(next, other, standing);
}
