import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isPlain, type HeldSecrets } from './held-secrets.js';

/**
 * What is held beside what contracts say, by the names of tunnels: former secrets, sealed as the contract had them, and
 * which one proves this end. Unlike what was loaded, it outlives the daemon.
 */
export class HeldSecretsFile {
  readonly #held: Map<string, HeldSecrets>;

  constructor(private readonly path: string) {
    this.#held = heldIn(path);
  }

  get all(): readonly (readonly [name: string, held: HeldSecrets])[] {
    return [...this.#held];
  }

  of(name: string): HeldSecrets | undefined {
    return this.#held.get(name);
  }

  /** @param held undefined, or nothing but what the contract says: it is forgotten. Throws what the file system says. */
  set(name: string, held: HeldSecrets | undefined): void {
    const isForgotten = held === undefined || isPlain(held);
    if (isForgotten && !this.#held.delete(name)) return;
    if (!isForgotten) this.#held.set(name, held);
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const text = JSON.stringify(Object.fromEntries(this.#held));
    writeFileSync(`${this.path}.tmp`, text, { mode: 0o600 });
    renameSync(`${this.path}.tmp`, this.path);
  }
}

function heldIn(path: string): Map<string, HeldSecrets> {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, HeldSecrets>>;
    return new Map(Object.entries(read));
  } catch {
    return new Map(); // Never written, or damaged: the secret of the contract is used at once.
  }
}
