import type { Resource } from './resource.js';

/** A link that is made anew has what the contract asks for, and of the rest what the old one had. */
export function withKeptOptions(before: Resource, after: Resource): Resource {
  if (before.type !== 'link' || before.kind !== 'vlan') return after;
  if (after.type !== 'link' || after.kind !== 'vlan') return after;
  return { ...after, vlan: { ...before.vlan, ...after.vlan } };
}
