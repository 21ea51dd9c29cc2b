import { decodeAddress, dumpAddresses, type AddressRecord } from './address-message.js';
import type { Conversation } from './conversation.js';
import { Dumper } from './dump.js';
import { decodeFdbEntry, dumpFdb, dumpFdbOf, type FdbSettings } from './fdb-message.js';
import type { HostRecords } from './host-reading.js';
import { decodeLink, dumpLinks, type LinkRecord } from './link-message.js';
import { LinkReader, type LinkAnswer } from './link-reader.js';
import { decodeRoute, dumpRoutes, type RouteRecord } from './route-message.js';

/** Reads the tables of the kernel, whole and in parts. Everything here throws NetlinkError. */
export class HostReader {
  readonly #tables: Dumper;
  readonly #parts: Dumper;
  readonly #links: LinkReader;

  /**
   * @param tables has room for large answers
   * @param answers has room for many answers
   */
  constructor(tables: Conversation, answers: Conversation) {
    this.#tables = new Dumper(tables);
    this.#parts = new Dumper(tables);
    this.#links = new LinkReader(answers);
  }

  /** Tables read since the start. */
  get dumps(): number {
    return this.#tables.count;
  }

  /** Links and forwarding tables of single links that were read since the start. */
  get rereads(): number {
    return this.#links.count + this.#parts.count;
  }

  async everything(): Promise<HostRecords> {
    return {
      links: await this.linkTable(),
      addresses: await this.addresses(),
      routes: await this.routes(),
      fdb: await this.fdb(),
    };
  }

  linkTable(): Promise<readonly LinkRecord[]> {
    return this.#tables.dump(dumpLinks(), decodeLink);
  }

  /** Single links by their index or their name, answered in the same order. */
  links(asked: readonly (number | string)[]): Promise<readonly LinkAnswer[]> {
    return this.#links.read(asked);
  }

  addresses(): Promise<readonly AddressRecord[]> {
    return this.#tables.dump(dumpAddresses(), decodeAddress);
  }

  routes(): Promise<readonly RouteRecord[]> {
    return this.#tables.dump(dumpRoutes(), decodeRoute);
  }

  fdb(): Promise<readonly FdbSettings[]> {
    return this.#tables.dump(dumpFdb(), decodeFdbEntry);
  }

  /** What one link alone has; nothing where there is no such link. */
  fdbOf(link: number): Promise<readonly FdbSettings[]> {
    return this.#parts.dump(dumpFdbOf(link), decodeFdbEntry);
  }
}
