import { linkKey } from './claims.js';
import { lowerLinkOf } from './references.js';
import { linkIdentity, type Identity, type Resource } from './resource.js';
import { creation, deletion, type Step } from './step.js';

/**
 * What the kernel refuses to give twice: the old holder must give it up before the new one can take it. Names and
 * addresses are no matter here: a name is the identity itself, and an address may stand on two links.
 */
export function exclusiveKey(resource: Resource | null): string | undefined {
  return resource?.type === 'link' ? linkKey(resource) : undefined;
}

/**
 * Takes a re-creation apart into its two halves where another object takes what the old link gives up, or where the new
 * link takes what one gives up that the old link stands on. Two links that swap their VNIs or VLANs could not be made
 * anew one after the other.
 */
export function splitHandovers(steps: readonly Step[]): readonly Step[] {
  const takers = new Map(steps.map(({ identity, after }) => [exclusiveKey(after), identity]));
  const holders = new Map(steps.map(({ identity, before }) => [exclusiveKey(before), identity]));
  const standing = new Map(steps.map(({ identity, before }) => [identity, before]));
  return steps.flatMap((entry) => {
    const { action, identity, before, after } = entry;
    if (action !== 'recreate' || before === null || after === null) return [entry];
    const taker = holderOf(exclusiveKey(before), takers);
    const giver = holderOf(exclusiveKey(after), holders);
    const isTaken = taker !== undefined && taker !== identity;
    const isInTheWay = giver !== undefined && standsOn(before, giver, standing);
    return isTaken || isInTheWay ? [deletion(before), creation(after)] : [entry];
  });
}

function holderOf(
  key: string | undefined,
  holders: ReadonlyMap<string | undefined, Identity>,
): Identity | undefined {
  return key === undefined ? undefined : holders.get(key);
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
