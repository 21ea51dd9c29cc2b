import type { InterfaceName } from './names.js';
import { lowerLinkOf } from './references.js';
import { rememberByObject } from './remember.js';
import type { LinkResource, WantedResource } from './resource.js';

/** The links whose carrier a contract's network lives by. */
export interface Carriers {
  /** What its links stand on in the end: parents and underlays. A bridge is none: its carrier only tells of its ports. */
  readonly parents: readonly InterfaceName[];
  /** Links that are not the contract's, in bridges that are. */
  readonly ports: readonly InterfaceName[];
}

export const carriersOf = rememberByObject((wanted: readonly WantedResource[]): Carriers => {
  const made = new Map<InterfaceName, LinkResource>();
  const ports: InterfaceName[] = [];
  for (const { resource } of wanted) {
    if (resource.type === 'link') made.set(resource.name, resource);
    if (resource.type === 'port') ports.push(resource.link);
  }
  const lowers = new Set([...made.values()].flatMap((link) => lowerLinkOf(link) ?? []));
  const isBottom = (name: InterfaceName): boolean => {
    const own = made.get(name);
    return own === undefined || (own.kind !== 'bridge' && lowerLinkOf(own) === undefined);
  };
  return { parents: [...lowers].filter(isBottom), ports };
});
