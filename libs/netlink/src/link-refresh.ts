import type { HostReader } from './host-reader.js';
import type { LinkRecord } from './link-message.js';
import type { LinkAnswer } from './link-reader.js';
import type { LinkTable } from './link-table.js';

/** Rounds after which links that change places all the time are no longer followed. */
const mostRounds = 10;

/**
 * Reads links anew, and those on which that has a bearing: what had the name of one that was read, and what refers to
 * one that came, went or was renamed.
 */
export class LinkRefresh {
  /** The links read, by their index. */
  readonly fresh = new Map<number, LinkRecord>();
  readonly gone = new Set<number>();
  /** Links that came, went, or changed name, mark or kind: what stands on them is to be told anew. */
  readonly reshaped = new Set<number>();
  /** For the next round: links to read, and links to which others refer differently now. */
  #next = new Set<number>();
  #renamed = new Set<number>();

  constructor(
    private readonly table: LinkTable,
    private readonly reader: Pick<HostReader, 'links'>,
  ) {}

  /** Links by index or name. False: they do not come to rest, and only a reading of all of them tells. */
  async run(asked: readonly (number | string)[]): Promise<boolean> {
    let round = asked;
    for (let count = 0; round.length > 0; count += 1) {
      if (count === mostRounds) return false;
      for (const answer of await this.reader.links(round)) this.take(answer);
      round = this.nextRound();
    }
    return true;
  }

  /** Takes a reading of all links. */
  takeAll(links: readonly LinkRecord[]): void {
    const standing = new Set(links.map(({ index }) => index));
    const missing = [...this.table.links.keys()].filter((index) => !standing.has(index));
    for (const index of missing) this.remove(index);
    for (const link of links) this.put(link);
  }

  private nextRound(): readonly number[] {
    for (const index of this.table.referrersTo(this.#renamed)) {
      if (!this.fresh.has(index)) this.#next.add(index);
    }
    const round = [...this.#next];
    this.#next = new Set();
    this.#renamed = new Set();
    return round;
  }

  /** A name that is nobody's any more does not say that its link is gone: that may have another name. */
  private take({ asked, link }: LinkAnswer): void {
    const holder = typeof asked === 'string' ? this.table.indexOf(asked) : undefined;
    if (link !== undefined) this.put(link);
    else if (typeof asked === 'number') this.remove(asked);
    if (holder !== undefined && holder !== link?.index) this.#next.add(holder);
  }

  private put(link: LinkRecord): void {
    const { isRenamed, isReshaped, displaced } = this.table.put(link);
    this.fresh.set(link.index, link);
    this.gone.delete(link.index);
    if (isRenamed) this.#renamed.add(link.index);
    if (isReshaped) this.reshaped.add(link.index);
    if (displaced !== undefined) this.#next.add(displaced);
  }

  private remove(index: number): void {
    this.fresh.delete(index);
    if (!this.table.remove(index)) return;
    this.gone.add(index);
    this.reshaped.add(index);
    this.#renamed.add(index);
  }
}
