import { isDeepStrictEqual } from 'node:util';
import {
  identityOf,
  type Capabilities,
  type HostState,
  type MdbResource,
  type ObservedLink,
  type RuleResource,
} from '#drivers';
import type { AddressRecord } from './address-message.js';
import {
  addressResources,
  fdbResources,
  mdbResources,
  observedLink,
  routeResources,
  sortedRules,
  type FdbRecord,
} from './host-reading.js';
import type { LinkRefresh } from './link-refresh.js';
import { LinkTable } from './link-table.js';
import type { MdbRecord } from './mdb-message.js';
import { kernelProtocol, type RouteRecord } from './route-message.js';
import { replaceInSorted } from './sorted-list.js';

/** What was read anew; an absent table was not. */
export interface MirrorUpdate {
  readonly links: Pick<LinkRefresh, 'fresh' | 'gone' | 'reshaped'>;
  readonly addresses?: readonly AddressRecord[] | undefined;
  readonly routes?: readonly RouteRecord[] | undefined;
  /** All entries of each of these links. */
  readonly fdb: ReadonlyMap<number, readonly FdbRecord[]>;
  readonly mdb?: readonly MdbRecord[] | undefined;
  readonly rules?: readonly RuleResource[] | undefined;
}

/**
 * The host as last read. A part that is read anew takes the place of the old one; whatever reads the same as before
 * stays the very same object, up to the whole state.
 */
export class HostMirror {
  readonly table = new LinkTable();
  #state: HostState;
  readonly #links = new Map<number, ObservedLink>();
  readonly #fdb = new Map<number, HostState['fdb']>();
  /** As the kernel tells them, also those that stand on a link that is not known yet. */
  #addresses: readonly AddressRecord[] = [];
  #routes: readonly RouteRecord[] = [];
  #mdb: readonly MdbRecord[] = [];

  constructor(private readonly capabilities?: Capabilities) {
    this.#state = this.stateOf({ links: [], addresses: [], routes: [], fdb: [], mdb: [] });
  }

  get state(): HostState {
    return this.#state;
  }

  /** Those that somebody installed. */
  get routes(): readonly RouteRecord[] {
    return this.#routes;
  }

  /** Links that have entries of a forwarding table, of their own or of their bridge. */
  get linksWithEntries(): readonly number[] {
    return [...this.#fdb.keys()];
  }

  /** Links of which the kernel does not tell every change: those that are down or have no carrier. */
  quietLinks(): readonly number[] {
    return this.#state.links
      .filter(({ carrier, resource }) => !carrier || !resource.up)
      .map(({ index }) => index);
  }

  update(update: MirrorUpdate): HostState {
    this.#addresses = update.addresses ?? this.#addresses;
    this.#mdb = update.mdb ?? this.#mdb;
    this.#routes =
      update.routes?.filter(({ protocol }) => protocol !== kernelProtocol) ?? this.#routes;
    const next = {
      links: this.nextLinks(update),
      addresses: this.nextAddresses(update),
      routes: this.nextRoutes(update),
      fdb: this.nextFdb(update),
      mdb: this.nextMdb(update),
      ...nextRules(update, this.#state),
    };
    const { links, addresses, routes, fdb, mdb, rules } = this.#state;
    const isSame =
      next.links === links &&
      next.addresses === addresses &&
      next.routes === routes &&
      next.fdb === fdb &&
      next.mdb === mdb &&
      next.rules === rules;
    if (!isSame) this.#state = this.stateOf(next);
    return this.#state;
  }

  private stateOf(families: HostState): HostState {
    const { capabilities } = this;
    return capabilities === undefined ? families : { ...families, capabilities };
  }

  private nextLinks({ links: { fresh, gone } }: MirrorUpdate): HostState['links'] {
    const changed = [...fresh.values()]
      .map((record) => observedLink(record, this.table.links))
      .filter((link) => !isDeepStrictEqual(link, this.#links.get(link.index)));
    const stale = new Set([...gone, ...changed.map(({ index }) => index)]);
    for (const index of gone) this.#links.delete(index);
    for (const link of changed) this.#links.set(link.index, link);
    return replaceInSorted(
      this.#state.links,
      ({ index }) => stale.has(index),
      changed,
      ({ resource }) => identityOf(resource),
    );
  }

  private nextAddresses({ addresses, links }: MirrorUpdate): HostState['addresses'] {
    const before = this.#state.addresses;
    const isAffected =
      addresses !== undefined || this.#addresses.some(({ link }) => links.reshaped.has(link));
    return isAffected
      ? sameOr(before, addressResources(this.#addresses, this.table.links))
      : before;
  }

  private nextRoutes({ routes, links }: MirrorUpdate): HostState['routes'] {
    const before = this.#state.routes;
    const isAffected =
      routes !== undefined || this.#routes.some(({ link = 0 }) => links.reshaped.has(link));
    return isAffected ? sameOr(before, routeResources(this.#routes, this.table.links)) : before;
  }

  private nextMdb({ mdb, links }: MirrorUpdate): readonly MdbResource[] {
    const before = this.#state.mdb ?? [];
    const isAffected =
      mdb !== undefined ||
      this.#mdb.some(({ bridge, link }) => links.reshaped.has(bridge) || links.reshaped.has(link));
    return isAffected ? sameOr(before, mdbResources(this.#mdb, this.table.links)) : before;
  }

  private nextFdb({ fdb, links }: MirrorUpdate): HostState['fdb'] {
    const stale = new Set<HostState['fdb'][number]>();
    const fresh: HostState['fdb'][number][] = [];
    for (const index of new Set([...links.gone, ...fdb.keys()])) {
      const before = this.#fdb.get(index) ?? [];
      const after = fdbResources(fdb.get(index) ?? [], this.table.links);
      if (isDeepStrictEqual(before, after)) continue;
      for (const entry of before) stale.add(entry);
      fresh.push(...after);
      if (after.length === 0) this.#fdb.delete(index);
      else this.#fdb.set(index, after);
    }
    return replaceInSorted(this.#state.fdb, (entry) => stale.has(entry), fresh, identityOf);
  }
}

/** Nothing where the kernel has none. */
function nextRules(
  { rules }: MirrorUpdate,
  { rules: before }: HostState,
): Pick<HostState, 'rules'> {
  if (rules === undefined) return before === undefined ? {} : { rules: before };
  return { rules: sameOr(before ?? [], sortedRules(rules)) };
}

function sameOr<List>(before: List, after: List): List {
  return isDeepStrictEqual(before, after) ? before : after;
}
