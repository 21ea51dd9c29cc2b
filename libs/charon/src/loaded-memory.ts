import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { IpsecResource } from '#drivers';

/** A line of the file: the life of the daemon, or what became of a connection in it. */
type Line =
  | { readonly epoch: string }
  | { readonly forget: string }
  | {
      readonly connection: IpsecResource;
      /** Numbers of the IKE_SAs by former settings, which the daemon gives once in its life; absent: none. */
      readonly former?: readonly string[];
    };

/**
 * What was handed to the daemon, which itself tells next to nothing of it: a file beside the socket, so that an agent
 * that is restarted need not hand it over again. It only grows, and begins anew with each life of the daemon and each
 * start. Secrets stand in it only as the contract has them. A connection is forgotten before it is changed, so that a
 * crash leaves no wrong word.
 */
export class LoadedMemory {
  #epoch: string | undefined;
  #file: number | undefined;
  #connections = new Map<string, IpsecResource>();
  #former = new Map<string, readonly string[]>();
  /** Names of what a daemon had that has ended, until it is asked for. */
  readonly #lost = new Set<string>();

  constructor(private readonly path: string) {}

  /** What is known of this life of the daemon; nothing of another. */
  of(epoch: string): ReadonlyMap<string, IpsecResource> {
    if (epoch === this.#epoch) return this.#connections;
    this.close();
    this.#epoch = epoch;
    const { life, connections, former } = lifeIn(this.path);
    const isSame = life === epoch;
    if (!isSame) for (const name of connections.keys()) this.#lost.add(name);
    this.#connections = isSame ? connections : new Map<string, IpsecResource>();
    this.#former = isSame ? former : new Map<string, readonly string[]>();
    return this.#connections;
  }

  /** Whether a daemon that has ended had this one; tells it once. */
  takeLost(name: string): boolean {
    return this.#lost.delete(name);
  }

  forget(name: string): void {
    if (this.#connections.delete(name)) this.#write({ forget: name });
  }

  /** @param former numbers of the IKE_SAs that were set up by other settings than these */
  remember(connection: IpsecResource, former: readonly string[] = []): void {
    this.#connections.set(connection.name, connection);
    this.#former.set(connection.name, former);
    this.#write(lineOf(connection, former));
  }

  /** Numbers of the IKE_SAs by former settings, of which some may be gone; also after the connection was forgotten. */
  formerOf(name: string): readonly string[] {
    return this.#former.get(name) ?? [];
  }

  /** Writes what is known and nothing else: what was known before is no longer in the file. */
  rewrite(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#begin();
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#epoch = undefined;
  }

  #write(line: Line): void {
    if (this.#file === undefined) this.#begin();
    else this.#append(line);
  }

  /** Holds all that is known, the change that is to be written too. */
  #begin(): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    this.#file = openSync(this.path, 'w', 0o600);
    this.#append({ epoch: this.#epoch ?? '' });
    for (const connection of this.#connections.values()) {
      this.#append(lineOf(connection, this.formerOf(connection.name)));
    }
  }

  #append(line: Line): void {
    if (this.#file !== undefined) writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

function lineOf(connection: IpsecResource, former: readonly string[]): Line {
  return former.length === 0 ? { connection } : { connection, former };
}

interface Life {
  /** The life of a daemon that the file is about; '': none. */
  readonly life: string;
  /** What that daemon was handed. */
  readonly connections: Map<string, IpsecResource>;
  readonly former: Map<string, readonly string[]>;
}

function lifeIn(path: string): Life {
  const connections = new Map<string, IpsecResource>();
  const former = new Map<string, readonly string[]>();
  const [first, ...lines] = linesOf(path);
  if (first === undefined || !('epoch' in first)) return { life: '', connections, former };
  for (const line of lines) {
    if ('connection' in line) {
      connections.set(line.connection.name, line.connection);
      former.set(line.connection.name, line.former ?? []);
    }
    if ('forget' in line) connections.delete(line.forget);
  }
  return { life: first.epoch, connections, former };
}

/** A crash may have cut the last one short: what it was about is handed over again. */
function linesOf(path: string): readonly Line[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Line);
  } catch {
    return []; // Never written, or damaged: it is only a way to spare work.
  }
}
