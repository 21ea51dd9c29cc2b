import { holdingsIn } from './claims.js';
import { providedResources, type HostState, type ObservedLink } from './host-state.js';
import type { InterfaceName } from './names.js';
import { carryingLinks, lowerLinkOf } from './references.js';
import { rememberByObject } from './remember.js';
import {
  identityOf,
  type AddressResource,
  type Identity,
  type LinkResource,
  type PortResource,
  type Resource,
} from './resource.js';

/** One reading of a host, indexed: every question is answered without a search. */
export interface HostIndex {
  link(name: InterfaceName): ObservedLink | undefined;
  /** A port is any link that has a master. */
  resource(identity: Identity): Resource | undefined;
  /** What goes when a link goes: its addresses, forwarding entries and routes, its ports, and the VLANs and VXLANs on top. */
  dependents(name: InterfaceName): readonly Resource[];
  /** Those of the dependents that are ports. */
  portsOf(bridge: InterfaceName): readonly PortResource[];
  /** Those of the dependents that are links themselves. */
  ridersOf(name: InterfaceName): readonly LinkResource[];
  addressesOf(name: InterfaceName): readonly AddressResource[];
  /** The links that have a VNI, a VLAN or an address, by the key of the claim to it. */
  holdersOf(key: string): readonly InterfaceName[];
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
  #ports: ReadonlyMap<InterfaceName, readonly PortResource[]> | undefined;
  #riders: ReadonlyMap<InterfaceName, readonly LinkResource[]> | undefined;
  #holders: ReadonlyMap<string, readonly InterfaceName[]> | undefined;
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
    this.#dependents ??= groupByEach(resourcesOf(this.state), carryingLinks);
    return this.#dependents.get(name) ?? [];
  }

  portsOf(bridge: InterfaceName): readonly PortResource[] {
    this.#ports ??= groupBy(portsIn(this.state), ({ master }) => master);
    return this.#ports.get(bridge) ?? [];
  }

  ridersOf(name: InterfaceName): readonly LinkResource[] {
    this.#riders ??= groupBy(
      this.state.links.map(({ resource }) => resource),
      lowerLinkOf,
    );
    return this.#riders.get(name) ?? [];
  }

  addressesOf(name: InterfaceName): readonly AddressResource[] {
    return this.state.addresses.filter(({ link }) => link === name);
  }

  holdersOf(key: string): readonly InterfaceName[] {
    this.#holders ??= holdersIn(this.state);
    return this.#holders.get(key) ?? [];
  }

  ownedBy(contract: string): readonly Resource[] {
    this.#owned ??= groupBy(resourcesOf(this.state), ({ owner }) => owner?.contract);
    return this.#owned.get(contract) ?? [];
  }
}

function byIdentity(state: HostState): ReadonlyMap<Identity, Resource> {
  const resources = new Map<Identity, Resource>();
  for (const resource of resourcesOf(state)) resources.set(identityOf(resource), resource);
  return resources;
}

function holdersIn(state: HostState): ReadonlyMap<string, readonly InterfaceName[]> {
  const holders = new Map<string, InterfaceName[]>();
  for (const { key, link } of holdingsIn(state)) {
    const known = holders.get(key);
    if (known === undefined) holders.set(key, [link]);
    else known.push(link);
  }
  return holders;
}

/** Those without a key are left out. */
function groupBy<Key, Entry extends Resource>(
  entries: Iterable<Entry>,
  keyOf: (entry: Entry) => Key | undefined,
): ReadonlyMap<Key, readonly Entry[]> {
  return groupByEach(entries, (entry) => {
    const key = keyOf(entry);
    return key === undefined ? [] : [key];
  });
}

/** Under each of its keys. */
function groupByEach<Key, Entry extends Resource>(
  entries: Iterable<Entry>,
  keysOf: (entry: Entry) => readonly Key[],
): ReadonlyMap<Key, readonly Entry[]> {
  const groups = new Map<Key, Entry[]>();
  for (const entry of entries) {
    for (const key of keysOf(entry)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [entry]);
      else group.push(entry);
    }
  }
  return groups;
}

function* resourcesOf(state: HostState): Iterable<Resource> {
  const { links, addresses, routes, fdb, mdb = [], rules = [] } = state;
  for (const { resource } of links) yield resource;
  yield* portsIn(state);
  yield* addresses;
  yield* fdb;
  yield* mdb;
  yield* routes;
  yield* rules;
  yield* providedResources(state);
}

function* portsIn({ links }: HostState): Iterable<PortResource> {
  for (const link of links) {
    const port = membershipOf(link);
    if (port !== undefined) yield port;
  }
}

const membershipOf = rememberByObject(({ resource }: ObservedLink): PortResource | undefined => {
  const { name, master, port } = resource;
  return master === null
    ? undefined
    : { type: 'port', link: name, master, ...(port !== undefined && { port }) };
});
