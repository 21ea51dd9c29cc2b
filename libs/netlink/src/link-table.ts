import type { KnownLink, KnownLinks } from './host-reading.js';
import type { LinkRecord } from './link-message.js';

/** What is kept of a link: what others need of it, and which others it needs. */
interface TableLink extends KnownLink {
  /** Indexes; 0: none. */
  readonly master: number;
  readonly lower: number;
}

/** How a link that was read differs from what the table had. */
export interface LinkMove {
  /** Others refer to it by another name now, or for the first time. */
  readonly isRenamed: boolean;
  /** What stands on the link takes something else from it: its name, mark or kind. */
  readonly isReshaped: boolean;
  /** The link that had its name so far. */
  readonly displaced: number | undefined;
}

/** The links by their index and by their name. */
export class LinkTable {
  readonly #links = new Map<number, TableLink>();
  readonly #indexes = new Map<string, number>();

  get links(): KnownLinks {
    return this.#links;
  }

  indexOf(name: string): number | undefined {
    return this.#indexes.get(name);
  }

  isVxlan(index: number): boolean {
    return this.#links.get(index)?.kind === 'vxlan';
  }

  isBridgePort(index: number): boolean {
    const master = this.#links.get(this.#links.get(index)?.master ?? 0);
    return master?.bridge !== undefined;
  }

  /** The links whose master or lower link one of these is. */
  referrersTo(indexes: ReadonlySet<number>): readonly number[] {
    if (indexes.size === 0) return [];
    const referrers: number[] = [];
    for (const [index, { master, lower }] of this.#links) {
      if (indexes.has(master) || indexes.has(lower)) referrers.push(index);
    }
    return referrers;
  }

  put(record: LinkRecord): LinkMove {
    const { index, name } = record;
    const before = this.#links.get(index);
    const holder = this.#indexes.get(name);
    if (before !== undefined) this.forgetName(index, before.name);
    this.#links.set(index, tableLink(record));
    this.#indexes.set(name, index);
    const isRenamed = before?.name !== name;
    return {
      isRenamed,
      isReshaped: isRenamed || isOfOtherNature(before, record),
      displaced: holder === index ? undefined : holder,
    };
  }

  /** False: it was not there. */
  remove(index: number): boolean {
    const link = this.#links.get(index);
    if (link === undefined) return false;
    this.#links.delete(index);
    this.forgetName(index, link.name);
    return true;
  }

  /** Another link may have taken the name. */
  private forgetName(index: number, name: string): void {
    if (this.#indexes.get(name) === index) this.#indexes.delete(name);
  }
}

function isOfOtherNature(before: KnownLink | undefined, now: KnownLink): boolean {
  return (
    before === undefined ||
    before.alias !== now.alias ||
    before.kind !== now.kind ||
    before.bridge?.vlanFiltering !== now.bridge?.vlanFiltering
  );
}

function tableLink({ name, alias, kind, bridge, master, lower }: LinkRecord): TableLink {
  return {
    name,
    ...(alias === undefined ? {} : { alias }),
    kind,
    ...(bridge === undefined ? {} : { bridge }),
    master,
    lower,
  };
}
