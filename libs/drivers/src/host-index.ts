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

/** The same index for the same reading; a part of it is made when it is first asked for. */
export const indexHost: (state: HostState) => HostIndex = rememberByObject(
  (state: HostState) => new LazyIndex(state),
);

class LazyIndex implements HostIndex {
  #links: ReadonlyMap<InterfaceName, ObservedLink> | undefined;
  #resources: ReadonlyMap<Identity, Resource> | undefined;
  #dependents: ReadonlyMap<InterfaceName, readonly Resource[]> | undefined;
  #owned: ReadonlyMap<string, readonly Resource[]> | undefined;

  constructor(private readonly state: HostState) {}

  link(name: InterfaceName): ObservedLink | undefined {
    this.#links ??= new Map(this.state.links.map((link) => [link.resource.name, link]));
    return this.#links.get(name);
  }

  resource(identity: Identity): Resource | undefined {
    this.#resources ??= byIdentity(this.state);
    return this.#resources.get(identity);
  }

  dependents(name: InterfaceName): readonly Resource[] {
    this.#dependents ??= groupBy(this.state, carrierOf);
    return this.#dependents.get(name) ?? [];
  }

  addressesOf(name: InterfaceName): readonly AddressResource[] {
    return this.dependents(name).filter((entry) => entry.type === 'address');
  }

  ownedBy(contract: string): readonly Resource[] {
    this.#owned ??= groupBy(this.state, ({ owner }) => owner?.contract);
    return this.#owned.get(contract) ?? [];
  }
}

function byIdentity(state: HostState): ReadonlyMap<Identity, Resource> {
  const resources = new Map<Identity, Resource>();
  for (const resource of resourcesOf(state)) resources.set(identityOf(resource), resource);
  return resources;
}

/** Those without a key are left out. */
function groupBy<Key>(
  state: HostState,
  keyOf: (resource: Resource) => Key | undefined,
): ReadonlyMap<Key, readonly Resource[]> {
  const groups = new Map<Key, Resource[]>();
  for (const resource of resourcesOf(state)) {
    const key = keyOf(resource);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [resource]);
    else group.push(resource);
  }
  return groups;
}

function* resourcesOf({ links, addresses, routes, fdb }: HostState): Iterable<Resource> {
  for (const link of links) yield* linkAndMembership(link);
  yield* addresses;
  yield* fdb;
  yield* routes;
}

const linkAndMembership = rememberByObject(({ resource }: ObservedLink): readonly Resource[] => {
  const { name, master, port } = resource;
  if (master === null) return [resource];
  return [resource, { type: 'port', link: name, master, ...(port !== undefined && { port }) }];
});
