import { claimsOf } from './claims.js';
import type { Resource } from './resource.js';
import { creation, deletion, type Step } from './step.js';

/**
 * What the kernel refuses to give twice: the old holder must give it up before the new one can take it. Names and
 * addresses are no matter here: a name is the identity itself, and an address may stand on two links.
 */
export function exclusiveKeys(resource: Resource | null): readonly string[] {
  if (resource?.type !== 'link') return [];
  return claimsOf(resource).flatMap(({ kind, key }) => (kind === 'vni' ? [key] : []));
}

/**
 * Takes a re-creation apart into its two halves where another object takes what the old link gives up. Two links that
 * swap their VNIs could not be made anew one after the other.
 */
export function splitHandovers(steps: readonly Step[]): readonly Step[] {
  const takers = new Map(
    steps.flatMap(({ identity, after }) =>
      exclusiveKeys(after).map((key) => [key, identity] as const),
    ),
  );
  return steps.flatMap((entry) => {
    const { action, identity, before, after } = entry;
    if (action !== 'recreate' || before === null || after === null) return [entry];
    const isTaken = exclusiveKeys(before).some((key) => (takers.get(key) ?? identity) !== identity);
    return isTaken ? [deletion(before), creation(after)] : [entry];
  });
}
