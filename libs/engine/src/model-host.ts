import {
  identityOf,
  linkIdentity,
  type HostState,
  type Identity,
  type InterfaceName,
  type LinkResource,
  type ObservedLink,
  type Operation,
  type Resource,
} from '#drivers';
import type { HostPort, OperationOutcome } from './ports.js';

/** Decides whether the n-th change that is asked of a model host (counted from 1) fails, and how. */
export type FaultPlan = (operation: Operation, count: number) => string | undefined;

/**
 * A small model of a Linux host behind the host port: links with masters, what hangs on them, and the refusals that
 * the kernel gives. For tests and dry runs; the kernel suite holds it to the real thing.
 */
export class ModelHost implements HostPort {
  readonly #links = new Map<InterfaceName, ObservedLink>();
  readonly #others = new Map<Identity, Exclude<Resource, { type: 'link' | 'port' }>>();
  #nextIndex = 1;
  #count = 0;
  /** Changes that were carried out. */
  writes = 0;
  /** Readings of the whole host. */
  observations = 0;
  fault: FaultPlan = () => undefined;

  constructor(resources: readonly Resource[] = []) {
    for (const resource of resources) this.#put(resource);
  }

  observe(): Promise<HostState> {
    this.observations += 1;
    const others = [...this.#others.values()].sort(byIdentity);
    return Promise.resolve({
      links: [...this.#links.values()].sort((left, right) => byIdentity(left.resource, right.resource)),
      addresses: others.filter((entry) => entry.type === 'address'),
      routes: others.filter((entry) => entry.type === 'route'),
      fdb: others.filter((entry) => entry.type === 'fdb'),
    });
  }

  apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    return Promise.resolve(operations.map((operation) => this.#carryOut(operation)));
  }

  #carryOut(operation: Operation): OperationOutcome {
    this.#count += 1;
    const errno = this.fault(operation, this.#count) ?? this.#refusal(operation);
    const { action, identity } = operation;
    if (errno !== undefined) {
      return { identity, failure: { errno, detail: `${action} ${identity}: ${errno}` } };
    }
    if (action === 'delete' || action === 'recreate') this.#remove(operation.before);
    if (operation.after !== null) this.#put(operation.after);
    this.writes += 1;
    return { identity };
  }

  #refusal({ action, after }: Operation): string | undefined {
    if (after === null) return undefined;
    if (action === 'create' && this.#has(identityOf(after))) return 'EEXIST';
    switch (after.type) {
      case 'link':
        return after.master != null && !this.#links.has(after.master) ? 'ENODEV' : undefined;
      case 'port':
        return this.#links.has(after.link) && this.#links.has(after.master) ? undefined : 'ENODEV';
      case 'address':
      case 'fdb':
        return this.#links.has(after.link) ? undefined : 'ENODEV';
      case 'route':
        return after.link === undefined || this.#links.has(after.link) ? undefined : 'ENODEV';
    }
  }

  #has(identity: Identity): boolean {
    return (
      this.#others.has(identity) || [...this.#links.keys()].some((name) => linkIdentity(name) === identity)
    );
  }

  #put(resource: Resource): void {
    switch (resource.type) {
      case 'link':
        this.#putLink(resource);
        return;
      case 'port':
        this.#setMaster(resource.link, resource.master);
        return;
      case 'address':
      case 'fdb':
      case 'route':
        this.#others.set(identityOf(resource), resource);
    }
  }

  #putLink(resource: LinkResource): void {
    const known = this.#links.get(resource.name);
    const asked = Object.fromEntries(Object.entries(resource).filter(([, value]) => value !== undefined));
    const index = known?.index ?? this.#nextIndex++;
    this.#links.set(resource.name, {
      index,
      operStatus: resource.up ? 'up' : 'down',
      carrier: resource.up,
      resource: { mtu: 1500, master: null, ...known?.resource, ...asked } as ObservedLink['resource'],
    });
  }

  #setMaster(name: InterfaceName, master: InterfaceName | null): void {
    const link = this.#links.get(name);
    if (link !== undefined) this.#links.set(name, { ...link, resource: { ...link.resource, master } });
  }

  #remove(resource: Resource | null): void {
    if (resource === null) return;
    if (resource.type === 'link') this.#removeLink(resource.name);
    else if (resource.type === 'port') this.#setMaster(resource.link, null);
    else this.#others.delete(identityOf(resource));
  }

  #removeLink(name: InterfaceName): void {
    this.#links.delete(name);
    for (const [identity, other] of this.#others) {
      if (other.link === name) this.#others.delete(identity);
    }
    for (const { resource } of this.#links.values()) {
      if (resource.master === name) this.#setMaster(resource.name, null);
    }
  }
}

function byIdentity(left: Resource, right: Resource): number {
  return identityOf(left) < identityOf(right) ? -1 : 1;
}
