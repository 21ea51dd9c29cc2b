import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IpsecResource } from '#drivers';

interface Content {
  readonly format: 1;
  /** The life of the daemon for which it holds. */
  readonly epoch: string;
  readonly connection: IpsecResource;
}

/**
 * What was handed to the daemon, which itself tells next to nothing of it: a file for each connection, beside the
 * socket, so that an agent that is restarted need not hand it over again. Secrets stand in it only as the contract has
 * them. A file is gone while its connection is being changed, so that a crash leaves no wrong word.
 */
export class LoadedMemory {
  #epoch: string | undefined;
  #connections = new Map<string, IpsecResource>();

  constructor(private readonly directory: string) {}

  /** What is known of this life of the daemon; nothing of another. */
  of(epoch: string): ReadonlyMap<string, IpsecResource> {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      mkdirSync(this.directory, { recursive: true, mode: 0o700 });
      this.#connections = new Map(this.#read().map((entry) => [entry.name, entry]));
    }
    return this.#connections;
  }

  forget(name: string): void {
    this.#connections.delete(name);
    rmSync(this.#fileOf(name), { force: true });
  }

  remember(connection: IpsecResource): void {
    const content: Content = { format: 1, epoch: this.#epoch ?? '', connection };
    writeFileSync(this.#fileOf(connection.name), JSON.stringify(content), { mode: 0o600 });
    this.#connections.set(connection.name, connection);
  }

  #read(): readonly IpsecResource[] {
    return readdirSync(this.directory).flatMap((file) => {
      const content = contentOf(join(this.directory, file));
      if (content !== undefined && content.epoch === this.#epoch) return [content.connection];
      rmSync(join(this.directory, file), { force: true });
      return [];
    });
  }

  #fileOf(name: string): string {
    return join(this.directory, `${createHash('sha256').update(name).digest('hex')}.json`);
  }
}

function contentOf(file: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Content;
  } catch {
    return undefined; // Cut short by a crash: it is only a way to spare work.
  }
}
