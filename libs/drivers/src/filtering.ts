import type { Problem } from '#contract';
import type { InterfaceName } from './names.js';
import { linkIdentity, identityOf, type Resource, type WantedResource } from './resource.js';

/** Ports with VLANs of their own in a bridge of the same contract that does not look at them. */
export function filteringProblems(
  wanted: readonly WantedResource[],
): readonly Problem<'vlan-filtering-off'>[] {
  const made = new Map(wanted.map(({ resource }) => [identityOf(resource), resource]));
  return wanted.flatMap(({ resource, path }) => {
    const master = masterOfTagged(resource);
    const bridge = master == null ? undefined : made.get(linkIdentity(master));
    if (bridge?.type !== 'link' || bridge.kind !== 'bridge') return [];
    if (bridge.bridge.vlanFiltering === true) return [];
    const detail = `'${bridge.name}' does not filter VLANs, so that those of this port mean nothing: set its vlanFiltering`;
    return [{ code: 'vlan-filtering-off', path, detail }];
  });
}

function masterOfTagged(resource: Resource): InterfaceName | null {
  if (resource.type !== 'link' && resource.type !== 'port') return null;
  return resource.port?.vlans === undefined ? null : (resource.master ?? null);
}
