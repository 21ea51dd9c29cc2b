import { vniKey } from './claims.js';
import type { Resource } from './resource.js';
import { creation, deletion, type Step } from './step.js';

/**
 * What the kernel refuses to give twice: the old holder must give it up before the new one can take it. Names and
 * addresses are no matter here: a name is the identity itself, and an address may stand on two links.
 */
export function exclusiveKey(resource: Resource | null): string | undefined {
  return resource?.type === 'link' && resource.kind === 'vxlan'
    ? vniKey(resource.vxlan)
    : undefined;
}

/**
 * Takes a re-creation apart into its two halves where another object takes what the old link gives up. Two links that
 * swap their VNIs could not be made anew one after the other.
 */
export function splitHandovers(steps: readonly Step[]): readonly Step[] {
  const takers = new Map(steps.map(({ identity, after }) => [exclusiveKey(after), identity]));
  return steps.flatMap((entry) => {
    const { action, identity, before, after } = entry;
    if (action !== 'recreate' || before === null || after === null) return [entry];
    const key = exclusiveKey(before);
    const taker = key === undefined ? undefined : takers.get(key);
    const isTaken = taker !== undefined && taker !== identity;
    return isTaken ? [deletion(before), creation(after)] : [entry];
  });
}
