import type { InterfaceName, Operation, Resource } from '#drivers';
import type { HostEvent } from './watch.js';

/** What may be other than it was last read. */
export interface Unread {
  /** Nothing is known about what changed. */
  readonly everything: boolean;
  /** Links by their index. */
  readonly links: ReadonlySet<number>;
  /** Links of which only the name is sure. */
  readonly names: ReadonlySet<InterfaceName>;
  /** Links whose forwarding entries may be others, by their index. */
  readonly fdb: ReadonlySet<number>;
  readonly addresses: boolean;
  readonly routes: boolean;
}

/** Collects what has to be read anew, from what the kernel tells and from what we write ourselves. */
export class UnreadChanges {
  #everything = false;
  #links = new Set<number>();
  #names = new Set<InterfaceName>();
  #fdb = new Set<number>();
  #addresses = false;
  #routes = false;

  get isEmpty(): boolean {
    return !(
      this.#everything ||
      this.#addresses ||
      this.#routes ||
      this.#links.size > 0 ||
      this.#names.size > 0 ||
      this.#fdb.size > 0
    );
  }

  addEverything(): void {
    this.#everything = true;
  }

  addEvent(event: HostEvent): void {
    switch (event.type) {
      case 'changed':
        this.addChange(event);
        break;
      case 'overrun':
      case 'failed':
        this.addEverything();
    }
  }

  /** Whether or not they succeed: also a refused one may have done something. */
  addOperations(operations: readonly Operation[]): void {
    for (const { before, after } of operations) {
      if (before !== null) this.addResource(before);
      if (after !== null) this.addResource(after);
    }
  }

  /** Hands out everything; what is added from now on is for the next one who takes. */
  take(): Unread {
    const taken: Unread = {
      everything: this.#everything,
      links: this.#links,
      names: this.#names,
      fdb: this.#fdb,
      addresses: this.#addresses,
      routes: this.#routes,
    };
    this.#links = new Set();
    this.#names = new Set();
    this.#fdb = new Set();
    this.#everything = this.#addresses = this.#routes = false;
    return taken;
  }

  /**
   * `gone` is no word to rely on: a bridge port that leaves its bridge is told so as well, and the index may be taken
   * again by another link, of which nothing is known then.
   */
  private addChange({ family, gone, link }: HostEvent & { type: 'changed' }): void {
    if (link !== undefined) this.#links.add(link);
    if (link !== undefined && (family === 'fdb' || (family === 'link' && gone))) this.#fdb.add(link);
    if (family === 'address' || (family === 'link' && gone)) this.#addresses = true;
    if (family === 'route' && link === undefined) this.#routes = true;
  }

  private addResource(resource: Resource): void {
    if (resource.type === 'address') this.#addresses = true;
    if (resource.type === 'route') this.#routes = true;
    for (const name of linksOf(resource)) this.#names.add(name);
  }
}

/** The links that a resource names, itself among them: writing it may change each of them. */
export function linksOf(resource: Resource): readonly InterfaceName[] {
  switch (resource.type) {
    case 'link':
      return [resource.name, ...(resource.master == null ? [] : [resource.master])];
    case 'port':
      return [resource.link, resource.master];
    case 'address':
    case 'fdb':
      return [resource.link];
    case 'route':
      return resource.link === undefined ? [] : [resource.link];
  }
}
