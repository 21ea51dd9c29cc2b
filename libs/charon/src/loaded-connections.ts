import { ownerOfIpsecName, type IpsecName, type IpsecResource } from '#drivers';
import { sortedByIdentity } from '#engine';
import { sectionOf, sectionsIn, textsIn, type ViciClient } from '#vici';
import type { LoadedMemory } from './loaded-memory.js';
import { secretIdOf } from './connection-message.js';
import { unknownConnection } from './unknown-connection.js';

/** Connections that are read each by its name; of more, reading all of them is quicker. */
const mostByName = 16;

type Commands = Pick<ViciClient, 'request' | 'stream'>;

/**
 * What the daemon has of what it was told: a connection without its secret or this host's key counts as none. After a
 * few changes only these are read again, so that one change costs the same among ten tunnels and among a thousand.
 */
export class LoadedConnections {
  #epoch: string | undefined;
  #known: readonly IpsecResource[] = [];
  readonly #written = new Set<IpsecName>();
  readonly #unknown = new Map<string, IpsecResource>();

  constructor(
    private readonly vici: () => Commands,
    private readonly memory: LoadedMemory,
  ) {}

  /** Of this one the daemon was told something else. */
  written(name: IpsecName): void {
    this.#written.add(name);
  }

  /** In their order; the very same list where nothing changed. Throws {@link ViciError}. */
  async read(epoch: string): Promise<readonly IpsecResource[]> {
    const names = [...this.#written];
    this.#written.clear();
    const isFew = names.length > 0 && names.length <= mostByName;
    const isPart = isFew && epoch === this.#epoch;
    this.#epoch = undefined; // Until all of it is read.
    const now = isPart ? await this.#readOnly(names, epoch) : await this.#readAll(epoch);
    const isSame =
      now.length === this.#known.length &&
      now.every((entry, place) => entry === this.#known[place]);
    if (!isSame) this.#known = now;
    this.#epoch = epoch;
    return this.#known;
  }

  /** Secrets can't be read by name: that the daemon took them is its word, until the next reading of all. */
  async #readOnly(names: readonly IpsecName[], epoch: string): Promise<readonly IpsecResource[]> {
    const found = await Promise.all(names.map((name) => this.#has(name)));
    const known = this.memory.of(epoch);
    const read = names.flatMap((name, place) =>
      found[place] === true ? (known.get(name) ?? this.#unknownOne(name) ?? []) : [],
    );
    const others = this.#known.filter(({ name }) => !names.includes(name));
    return merged(others, sortedByIdentity(read));
  }

  async #has(name: IpsecName): Promise<boolean> {
    let isThere = false;
    const filter = sectionOf({ ike: name });
    for await (const part of this.vici().stream('list-conns', 'list-conn', filter)) {
      isThere ||= sectionsIn(part).some(([found]) => found === name);
    }
    return isThere;
  }

  async #readAll(epoch: string): Promise<readonly IpsecResource[]> {
    const [connections, shared, keys] = await Promise.all([
      this.vici().request('get-conns'),
      this.vici().request('get-shared'),
      this.vici().request('get-keys'),
    ]);
    const secrets = new Set(textsIn(shared, 'keys'));
    const hasKey = textsIn(keys, 'keys').length > 0;
    const known = this.memory.of(epoch);
    const read = textsIn(connections, 'conns').flatMap((name) => {
      const loaded = known.get(name) ?? this.#unknownOne(name);
      if (loaded === undefined) return [];
      const isProven = digestsOf(loaded).every((secretDigest) =>
        secrets.has(secretIdOf({ name: loaded.name, secretDigest })),
      );
      return isProven && (hasKey || loaded.localAuth === 'psk') ? [loaded] : [];
    });
    return sortedByIdentity(read);
  }

  /** The same object again, so that a reading without changes stays the same; undefined: it is not ours. */
  #unknownOne(name: string): IpsecResource | undefined {
    const owner = ownerOfIpsecName(name);
    if (owner === undefined) return undefined;
    const unknown = this.#unknown.get(name) ?? unknownConnection(name as IpsecName, owner);
    this.#unknown.set(name, unknown);
    return unknown;
  }
}

/** Of the secrets that the contract names. */
function digestsOf({ secretDigest, otherSecretDigest }: IpsecResource): readonly string[] {
  return [secretDigest, otherSecretDigest].filter((digest) => digest !== '');
}

/** Two sorted lists as one. */
function merged(
  many: readonly IpsecResource[],
  few: readonly IpsecResource[],
): readonly IpsecResource[] {
  const all = [...many];
  for (const entry of few) {
    const place = all.findIndex(({ name }) => name > entry.name);
    all.splice(place < 0 ? all.length : place, 0, entry);
  }
  return all;
}
