import type { InterfaceName, KindTables, ObservedLink } from '#drivers';

/**
 * Indexes that we choose lie above this one, where the kernel, which counts up from 1, does not come: so a link that
 * another program makes at the same time does not meet ours.
 */
const ownIndexes = 1 << 20;

/** Which index a link has: as last observed, with what was made and deleted since. */
export class LinkDirectory {
  #indexes = new Map<InterfaceName, number>();
  #highest = ownIndexes;

  /** @param kinds the kinds of links that can be made besides those that we know */
  constructor(readonly kinds: KindTables = new Map()) {}

  replace(links: readonly Pick<ObservedLink, 'resource' | 'index'>[]): void {
    this.#indexes = new Map(links.map(({ resource, index }) => [resource.name, index]));
    this.#highest = links.reduce((highest, { index }) => Math.max(highest, index), this.#highest);
  }

  indexOf(name: InterfaceName): number | undefined {
    return this.#indexes.get(name);
  }

  /** An index that no link has or had since the start: nobody can mean an older link by it. */
  freshIndex(): number {
    this.#highest += 1;
    return this.#highest;
  }

  add(name: InterfaceName, index: number): void {
    this.#indexes.set(name, index);
  }

  remove(name: InterfaceName): void {
    this.#indexes.delete(name);
  }
}
