import type { InterfaceName, KindTables, LinkResource, ObservedLink } from '#drivers';

/**
 * Indexes that we choose lie above this one, where the kernel, which counts up from 1, does not come: so a link that
 * another program makes at the same time does not meet ours.
 */
const ownIndexes = 1 << 20;

/** Which index a link has: as last observed, with what was made and deleted since. */
export class LinkDirectory {
  #indexes = new Map<InterfaceName, number>();
  #bonds = new Set<InterfaceName>();
  #highest = ownIndexes;

  /** @param kinds the kinds of links that can be made besides those that we know */
  constructor(readonly kinds: KindTables = new Map()) {}

  replace(links: readonly Pick<ObservedLink, 'resource' | 'index'>[]): void {
    this.#indexes = new Map(links.map(({ resource, index }) => [resource.name, index]));
    const bonds = links.filter(({ resource }) => resource.kind === 'bond');
    this.#bonds = new Set(bonds.map(({ resource }) => resource.name));
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

  /** Links join a bond only while they are down, and leave it down. */
  isBond(name: InterfaceName): boolean {
    return this.#bonds.has(name);
  }

  add(name: InterfaceName, index: number, kind?: LinkResource['kind']): void {
    this.#indexes.set(name, index);
    if (kind === 'bond') this.#bonds.add(name);
    else this.#bonds.delete(name);
  }

  remove(name: InterfaceName): void {
    this.#indexes.delete(name);
  }
}
