import type { HostState, ObservedLink } from './host-state.js';
import type { InterfaceName } from './names.js';
import { identityOf, type AddressResource, type Identity, type Resource } from './resource.js';

/** One reading of a host, indexed: every question is answered without a search. */
export interface HostIndex {
  link(name: InterfaceName): ObservedLink | undefined;
  /** A port is any link that has a master. */
  resource(identity: Identity): Resource | undefined;
  /** Addresses, forwarding entries and routes of a link, and the ports of a bridge: what goes when it goes. */
  dependents(name: InterfaceName): readonly Resource[];
  addressesOf(name: InterfaceName): readonly AddressResource[];
  /** Everything that carries the mark of a contract. */
  ownedBy(contract: string): readonly Resource[];
}

export function indexHost(state: HostState): HostIndex {
  const links = new Map(state.links.map((link) => [link.resource.name, link]));
  const resources = new Map<Identity, Resource>();
  const dependents = new Map<InterfaceName, Resource[]>();
  const owned = new Map<string, Resource[]>();

  const add = (resource: Resource, carrier: InterfaceName | null | undefined): void => {
    resources.set(identityOf(resource), resource);
    if (carrier != null) append(dependents, carrier, resource);
    if (resource.owner !== undefined) append(owned, resource.owner.contract, resource);
  };
  for (const { resource } of state.links) {
    add(resource, null);
    if (resource.master !== null) {
      add({ type: 'port', link: resource.name, master: resource.master }, resource.master);
    }
  }
  for (const address of state.addresses) add(address, address.link);
  for (const entry of state.fdb) add(entry, entry.link);
  for (const route of state.routes) add(route, route.link);

  return {
    link: (name) => links.get(name),
    resource: (identity) => resources.get(identity),
    dependents: (name) => dependents.get(name) ?? [],
    addressesOf: (name) => (dependents.get(name) ?? []).filter((entry) => entry.type === 'address'),
    ownedBy: (contract) => owned.get(contract) ?? [],
  };
}

function append<Key>(lists: Map<Key, Resource[]>, key: Key, resource: Resource): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [resource]);
  else list.push(resource);
}
