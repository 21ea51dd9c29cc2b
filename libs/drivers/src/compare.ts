import type { LinkResource, Resource } from './resource.js';

/** The names of the fields in which an object differs from what is wanted, in alphabetical order. */
export function changedFields(observed: Resource, wanted: Resource): readonly string[] {
  if (wanted.type === 'link' && observed.type === 'link') return changedLinkFields(observed, wanted);
  return differences('', { ...observed, owner: undefined }, { ...wanted, owner: undefined });
}

/** Fields that the kernel fixes when it makes the link (`vxlan_nl2conf` in drivers/net/vxlan/vxlan_core.c). */
const fixedFields = new Set(['kind', 'vxlan.vni', 'vxlan.port', 'vxlan.udpChecksum', 'vxlan.family']);

/** Whether a change of these fields needs the link to be made anew. */
export function needsRecreation(fields: readonly string[]): boolean {
  return fields.some((field) => fixedFields.has(field));
}

function changedLinkFields(observed: LinkResource, wanted: LinkResource): readonly string[] {
  const fields = [...differences('', observed, wanted)];
  if (observed.kind === 'vxlan' && wanted.kind === 'vxlan') {
    const isIpv6 = (local: string): boolean => local.includes(':');
    if (isIpv6(observed.vxlan.local) !== isIpv6(wanted.vxlan.local)) fields.push('vxlan.family');
  }
  return fields.sort();
}

/** A wanted field that is absent asks for nothing. */
function differences(base: string, observed: object, wanted: object): readonly string[] {
  const seen = new Map(Object.entries(observed) as [string, unknown][]);
  return (Object.entries(wanted) as [string, unknown][])
    .flatMap(([name, value]) => {
      const now = seen.get(name);
      if (value === undefined || value === now) return [];
      if (isGroup(value)) return differences(`${base}${name}.`, isGroup(now) ? now : {}, value);
      return [base + name];
    })
    .sort();
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
