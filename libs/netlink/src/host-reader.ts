import type { KindTables, RuleResource } from '#drivers';
import { decodeAddress, dumpAddresses, type AddressRecord } from './address-message.js';
import { isInBridge, tellsOfVlans, withVlans } from './bridge-vlan-merge.js';
import { decodeBridgeVlans, dumpBridgeVlans } from './bridge-vlan-message.js';
import type { Conversation } from './conversation.js';
import { Dumper } from './dump.js';
import { decodeBridgeFdbEntry } from './bridge-fdb-message.js';
import { decodeFdbEntry, dumpFdb, dumpFdbOf } from './fdb-message.js';
import { linksAskedForFdb } from './fdb-reading.js';
import type { FdbRecord, HostRecords } from './host-reading.js';
import { decodeLink, dumpLinks, type LinkRecord } from './link-message.js';
import { LinkReader, type LinkAnswer } from './link-reader.js';
import { decodeMdb, dumpMdb, type MdbRecord } from './mdb-message.js';
import { NetlinkError } from './netlink-error.js';
import { decodeRoute, dumpRoutes, type RouteRecord } from './route-message.js';
import { decodeRule, dumpRules } from './rule-message.js';
import { filtersVnis, withVnis } from './vni-merge.js';
import { decodeVnis, dumpVnis } from './vni-message.js';

/** Reads the tables of the kernel, whole and in parts. Everything here throws NetlinkError. */
export class HostReader {
  readonly #tables: Dumper;
  readonly #parts: Dumper;
  readonly #links: LinkReader;
  /** Whether the kernel was built with VLAN filtering, as soon as a bridge has told. */
  #knowsVlans = false;

  /**
   * @param tables has room for large answers
   * @param answers has room for many answers
   * @param kinds those of links that are declared and not built in
   */
  constructor(
    tables: Conversation,
    answers: Conversation,
    private readonly kinds: KindTables = new Map(),
  ) {
    this.#tables = new Dumper(tables);
    this.#parts = new Dumper(tables);
    this.#links = new LinkReader(answers, kinds);
  }

  /** Tables read since the start. */
  get dumps(): number {
    return this.#tables.count;
  }

  /** Links and forwarding tables of single links that were read since the start. */
  get rereads(): number {
    return this.#links.count + this.#parts.count;
  }

  /**
   * @param stationed the ports of bridges that may have static entries, which alone are asked for them beside trunks;
   * absent: nothing is known, and all are looked through
   */
  async everything(stationed?: ReadonlySet<number>): Promise<HostRecords> {
    const links = await this.linkTable();
    return {
      links,
      addresses: await this.addresses(),
      routes: await this.routes(),
      fdb: await this.fdbOfHost(links, stationed),
      mdb: await this.mdb(),
      rules: await this.rules(),
    };
  }

  private async fdbOfHost(
    links: readonly LinkRecord[],
    stationed: ReadonlySet<number> | undefined,
  ): Promise<readonly FdbRecord[]> {
    const asked = stationed && linksAskedForFdb(links, stationed);
    if (asked === undefined) return this.fdb();
    const entries: FdbRecord[] = [];
    for (const link of asked) entries.push(...(await this.fdbOf(link)));
    return entries;
  }

  async linkTable(): Promise<readonly LinkRecord[]> {
    const decode = (body: Buffer): LinkRecord => decodeLink(body, this.kinds);
    return this.withTables(await this.#tables.dump(dumpLinks(), decode), this.#tables);
  }

  /** Single links by their index or their name, answered in the same order. */
  async links(asked: readonly (number | string)[]): Promise<readonly LinkAnswer[]> {
    const answers = await this.#links.read(asked);
    const found = answers.flatMap(({ link }) => link ?? []);
    const links = new Map(
      (await this.withTables(found, this.#parts)).map((link) => [link.index, link]),
    );
    return answers.map((answer) => ({ ...answer, link: links.get(answer.link?.index ?? 0) }));
  }

  private async withTables(
    links: readonly LinkRecord[],
    reader: Dumper,
  ): Promise<readonly LinkRecord[]> {
    return this.withVnis(await this.withVlans(links, reader), reader);
  }

  /** So it does with the VNIs of VXLAN links that filter them. */
  private async withVnis(
    links: readonly LinkRecord[],
    reader: Dumper,
  ): Promise<readonly LinkRecord[]> {
    if (!links.some(filtersVnis)) return links;
    return withVnis(links, await reader.dump(dumpVnis(), decodeVnis));
  }

  /** The kernel tells the VLANs of bridges and their ports in a table apart, and only as a whole. */
  private async withVlans(
    links: readonly LinkRecord[],
    reader: Dumper,
  ): Promise<readonly LinkRecord[]> {
    this.#knowsVlans ||= tellsOfVlans(links);
    if (!this.#knowsVlans || !links.some(isInBridge)) return links;
    return withVlans(links, await reader.dump(dumpBridgeVlans(), decodeBridgeVlans));
  }

  addresses(): Promise<readonly AddressRecord[]> {
    return this.#tables.dump(dumpAddresses(), decodeAddress);
  }

  routes(): Promise<readonly RouteRecord[]> {
    return this.#tables.dump(dumpRoutes(), decodeRoute);
  }

  fdb(): Promise<readonly FdbRecord[]> {
    return this.#tables.dump(dumpFdb(), decodeForwarding);
  }

  /** Empty where the kernel has no such table, as without bridges or before it has loaded what makes them. */
  async mdb(): Promise<readonly MdbRecord[]> {
    return (await known(this.#tables.dump(dumpMdb(), decodeMdb)))?.flat() ?? [];
  }

  /** Undefined where the kernel has no policy rules. */
  rules(): Promise<readonly RuleResource[] | undefined> {
    return known(this.#tables.dump(dumpRules(), decodeRule));
  }

  /** What one link alone has; nothing where there is no such link. */
  fdbOf(link: number): Promise<readonly FdbRecord[]> {
    return this.#parts.dump(dumpFdbOf(link), decodeForwarding);
  }
}

function decodeForwarding(body: Buffer): FdbRecord | undefined {
  return decodeFdbEntry(body) ?? decodeBridgeFdbEntry(body);
}

/** Undefined where the kernel does not know what it is asked for. */
async function known<Entry>(
  dump: Promise<readonly Entry[]>,
): Promise<readonly Entry[] | undefined> {
  try {
    return await dump;
  } catch (cause) {
    if (cause instanceof NetlinkError && cause.errno === 'EOPNOTSUPP') return undefined;
    throw cause;
  }
}
