import { familyOf } from './addresses.js';
import type { Resource, VxlanLink } from './resource.js';

/** A link that is made anew has what the contract asks for, and of the rest what the old one had. */
export function withKeptOptions(before: Resource, after: Resource): Resource {
  if (before.type !== 'link' || after.type !== 'link') return after;
  if (before.kind === 'vlan' && after.kind === 'vlan') {
    return { ...after, vlan: { ...before.vlan, ...after.vlan } };
  }
  return before.kind === 'vxlan' && after.kind === 'vxlan' ? keptVxlan(before, after) : after;
}

/** Over the other family some of the options mean nothing. */
function keptVxlan(before: VxlanLink, after: VxlanLink): VxlanLink {
  const isOfOneFamily = familyOf(before.vxlan.local) === familyOf(after.vxlan.local);
  return isOfOneFamily ? { ...after, vxlan: { ...before.vxlan, ...after.vxlan } } : after;
}
