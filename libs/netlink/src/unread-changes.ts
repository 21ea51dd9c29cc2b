import { linksUsedBy, type InterfaceName, type Operation, type Resource } from '#drivers';
import type { HostEvent } from './watch.js';

/** What may be other than it was last read. */
export interface Unread {
  /** Nothing is known about what changed. */
  readonly everything: boolean;
  /** Links by their index. */
  readonly links: ReadonlySet<number>;
  /** Links that we wrote to, by the name, which is all that is sure of them. */
  readonly names: ReadonlySet<InterfaceName>;
  /** Links whose forwarding entries may be others, by their index. */
  readonly fdb: ReadonlySet<number>;
  readonly addresses: boolean;
  readonly routes: boolean;
  readonly mdb: boolean;
  readonly rules: boolean;
  /** Ports of bridges to which we gave static entries. */
  readonly stationed: ReadonlySet<InterfaceName>;
}

export function isNothing(unread: Unread): boolean {
  const { everything, links, names, fdb, addresses, routes, mdb, rules } = unread;
  const isWhole = everything || addresses || routes || mdb || rules;
  return !isWhole && links.size + names.size + fdb.size === 0;
}

/** Collects what has to be read anew, from what the kernel tells and from what we write ourselves. */
export class UnreadChanges {
  #unread = new Collection();

  get isEmpty(): boolean {
    return isNothing(this.#unread);
  }

  addEverything(): void {
    this.#unread.everything = true;
  }

  addEvent(event: HostEvent): void {
    switch (event.type) {
      case 'changed':
        this.#unread.addChange(event);
        break;
      case 'overrun':
      case 'failed':
        this.addEverything();
    }
  }

  /** Whether or not they succeed: also a refused one may have done something. */
  addOperations(operations: readonly Operation[]): void {
    for (const { before, after } of operations) {
      if (before !== null) this.#unread.addResource(before);
      if (after !== null) this.#unread.addResource(after);
    }
  }

  /** Hands out everything; what is added from now on is for whoever takes next. */
  take(): Unread {
    const taken = this.#unread;
    this.#unread = new Collection();
    return taken;
  }
}

class Collection implements Unread {
  everything = false;
  readonly links = new Set<number>();
  readonly names = new Set<InterfaceName>();
  readonly fdb = new Set<number>();
  addresses = false;
  routes = false;
  mdb = false;
  rules = false;
  readonly stationed = new Set<InterfaceName>();

  /**
   * `gone` is no word to rely on: a port that leaves its bridge is told so as well, and another link may have taken the
   * index since, of which nothing is known then.
   */
  addChange({ family, gone, link }: HostEvent & { readonly type: 'changed' }): void {
    const isGoneLink = family === 'link' && gone;
    if (link !== undefined) this.links.add(link);
    if (link !== undefined && (family === 'fdb' || isGoneLink)) this.fdb.add(link);
    if (family === 'address' || isGoneLink) this.addresses = true;
    if (family === 'route' && link === undefined) this.routes = true;
    if (family === 'mdb') this.mdb = true;
    if (family === 'rule') this.rules = true;
  }

  addResource(resource: Resource): void {
    for (const name of linksOf(resource)) this.names.add(name);
    if (resource.type === 'address') this.addresses = true;
    if (resource.type === 'route') this.routes = true;
    if (resource.type === 'mdb') this.mdb = true;
    if (resource.type === 'rule') this.rules = true;
    if (resource.type === 'bridge-fdb') this.stationed.add(resource.link);
  }
}

/** The ports of bridges that have static entries, or have others, after operations. */
export function portsGivenStations(operations: readonly Operation[]): readonly InterfaceName[] {
  return operations.flatMap(({ after }) => (after?.type === 'bridge-fdb' ? [after.link] : []));
}

/** The links that a resource names, itself among them: to write it may change each of them. */
export function linksOf(resource: Resource): readonly InterfaceName[] {
  return resource.type === 'link'
    ? [resource.name, ...linksUsedBy(resource)]
    : linksUsedBy(resource);
}
