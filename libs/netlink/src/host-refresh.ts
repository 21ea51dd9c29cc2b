import type { HostState } from '#drivers';
import type { HostMirror } from './host-mirror.js';
import type { HostReader } from './host-reader.js';
import type { FdbRecord } from './host-reading.js';
import { LinkRefresh } from './link-refresh.js';
import type { Unread } from './unread-changes.js';

/** What a mirror of the host is refreshed from. */
export type Readings = Pick<
  HostReader,
  'everything' | 'links' | 'addresses' | 'routes' | 'fdb' | 'fdbOf' | 'mdb' | 'rules'
>;

/** Links below which reading them one by one costs less than anything else. */
const fewLinks = 64;
/** One in so many: from there on a reading of the whole host costs less. */
const largeShare = 4;
/** Links whose silence is made up for at every refresh; if there are more, by a reading of the whole host. */
const mostQuiet = 256;
/** Links whose forwarding entries are read one by one rather than as one table. */
const fewTables = 32;

/** Whether a reading of the whole host costs less than one of the parts. */
export function isMostOf({ everything, links, names }: Unread, state: HostState): boolean {
  return (
    everything || links.size + names.size > Math.max(fewLinks, state.links.length / largeShare)
  );
}

/**
 * Reads the whole host into the mirror.
 *
 * @param unread what is known to have changed, so that trunks are spared where nothing is known of static entries;
 * absent: nothing is known
 */
export async function refreshAll(
  mirror: HostMirror,
  reader: Readings,
  unread?: Unread,
): Promise<void> {
  const stationed = unread && new Set(stationedPorts(mirror, unread));
  const { links, fdb, ...tables } = await reader.everything(stationed);
  const refresh = new LinkRefresh(mirror.table, reader);
  refresh.takeAll(links);
  const indexes = links.map(({ index }) => index);
  mirror.update({ links: refresh, ...tables, fdb: byLink(indexes, fdb) });
}

function stationedPorts(
  { linksWithEntries, table }: HostMirror,
  { fdb, stationed }: Unread,
): readonly number[] {
  return [
    ...linksWithEntries,
    ...fdb,
    ...[...stationed].flatMap((name) => table.indexOf(name) ?? []),
  ];
}

/** Reads into the mirror what may have changed, and what depends on that. False: only {@link refreshAll} will do. */
export async function refreshParts(
  mirror: HostMirror,
  reader: Readings,
  unread: Unread,
): Promise<boolean> {
  const { table } = mirror;
  const links = new LinkRefresh(table, reader);
  const quiet = mirror.quietLinks();
  const asked = new Set([...unread.links, ...(quiet.length > mostQuiet ? [] : quiet)]);
  if (!(await links.run([...asked, ...unread.names]))) return false;

  const named = [...unread.names].flatMap((name) => table.indexOf(name) ?? []);
  const stirred = new Set([...unread.links, ...links.reshaped, ...named]);
  const vxlans = [...links.reshaped, ...named].filter((index) => table.isVxlan(index));
  const tables = new Set([...unread.fdb, ...vxlans, ...retold(mirror, links.reshaped)]);
  mirror.update({
    links,
    addresses: unread.addresses ? await reader.addresses() : undefined,
    routes: areRoutesAffected(mirror, unread, stirred) ? await reader.routes() : undefined,
    fdb: await readFdb(mirror, reader, tables),
    mdb: unread.mdb ? await reader.mdb() : undefined,
    rules: unread.rules ? await reader.rules() : undefined,
  });
  return true;
}

/**
 * The kernel takes IPv4 routes away without a word when their link goes down or their source address goes
 * (`fib_sync_down_dev` and `fib_sync_down_addr` in net/ipv4/fib_semantics.c).
 */
function areRoutesAffected(
  { routes }: HostMirror,
  unread: Unread,
  stirred: ReadonlySet<number>,
): boolean {
  if (unread.routes) return true;
  if (unread.addresses) return routes.length > 0;
  return stirred.size > 0 && routes.some(({ link }) => link === undefined || stirred.has(link));
}

/** Links whose entries tell other names now, or begin or cease to mean something. A new port has none until it is told. */
function retold(
  { table, linksWithEntries }: HostMirror,
  reshaped: ReadonlySet<number>,
): readonly number[] {
  if (reshaped.size === 0) return [];
  const referrers = new Set(table.referrersTo(reshaped));
  return linksWithEntries.filter(
    (index) => reshaped.has(index) || (table.isBridgePort(index) && referrers.has(index)),
  );
}

async function readFdb(
  { table }: HostMirror,
  reader: Readings,
  asked: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly FdbRecord[]>> {
  const links = [...asked].filter((index) => table.isVxlan(index) || table.isBridgePort(index));
  if (links.length > fewTables) return byLink([...asked], await reader.fdb());
  const entries: FdbRecord[] = [];
  for (const link of links) entries.push(...(await reader.fdbOf(link)));
  return byLink([...asked], entries);
}

/** An empty list for a link without any. */
function byLink(
  links: readonly number[],
  entries: readonly FdbRecord[],
): ReadonlyMap<number, readonly FdbRecord[]> {
  const lists = new Map<number, FdbRecord[]>(links.map((link) => [link, []]));
  for (const entry of entries) lists.get(entry.link)?.push(entry);
  return lists;
}
