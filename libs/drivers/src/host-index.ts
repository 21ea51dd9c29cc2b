import type { HostState, ObservedLink } from './host-state.js';
import type { InterfaceName } from './names.js';
import { carrierOf } from './references.js';
import { rememberByObject } from './remember.js';
import { identityOf, type AddressResource, type Identity, type Resource } from './resource.js';

/** One reading of a host, indexed: every question is answered without a search. */
export interface HostIndex {
  link(name: InterfaceName): ObservedLink | undefined;
  /** A port is any link that has a master. */
  resource(identity: Identity): Resource | undefined;
  /** What goes when a link goes: its addresses, forwarding entries and routes, its ports, and the VLANs and VXLANs on top. */
  dependents(name: InterfaceName): readonly Resource[];
  addressesOf(name: InterfaceName): readonly AddressResource[];
  /** Everything that carries the mark of a contract. */
  ownedBy(contract: string): readonly Resource[];
}

/** The same index for the same reading. */
export const indexHost: (state: HostState) => HostIndex = rememberByObject(makeIndex);

function makeIndex(state: HostState): HostIndex {
  const links = new Map(state.links.map((link) => [link.resource.name, link]));
  const resources = new Map<Identity, Resource>();
  const dependents = new Map<InterfaceName, Resource[]>();
  const owned = new Map<string, Resource[]>();

  for (const resource of resourcesOf(state)) {
    const carrier = carrierOf(resource);
    resources.set(identityOf(resource), resource);
    if (carrier !== undefined) append(dependents, carrier, resource);
    if (resource.owner !== undefined) append(owned, resource.owner.contract, resource);
  }
  return {
    link: (name) => links.get(name),
    resource: (identity) => resources.get(identity),
    dependents: (name) => dependents.get(name) ?? [],
    addressesOf: (name) => (dependents.get(name) ?? []).filter((entry) => entry.type === 'address'),
    ownedBy: (contract) => owned.get(contract) ?? [],
  };
}

function resourcesOf({ links, addresses, routes, fdb }: HostState): readonly Resource[] {
  return [...links.flatMap(linkAndMembership), ...addresses, ...fdb, ...routes];
}

const linkAndMembership = rememberByObject(({ resource }: ObservedLink): readonly Resource[] => {
  const { name, master } = resource;
  return master === null ? [resource] : [resource, { type: 'port', link: name, master }];
});

function append<Key>(lists: Map<Key, Resource[]>, key: Key, resource: Resource): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [resource]);
  else list.push(resource);
}
