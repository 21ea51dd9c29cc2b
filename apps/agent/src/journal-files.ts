import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeEntry,
  encodeEntry,
  type Journal,
  type JournalContent,
  type JournalEntry,
} from '#engine';
import { removeDurably, writeDurably } from './durable-file.js';

const suffix = '.journal';

/** The journal of changes under way: one file for each contract, replaced as a whole and flushed. */
export class JournalFiles implements Journal {
  readonly #directory: string;

  constructor(stateDir: string) {
    this.#directory = join(stateDir, 'journal');
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
  }

  read(): JournalContent {
    const entries: JournalEntry[] = [];
    const damaged: JournalContent['damaged'][number][] = [];
    for (const name of readdirSync(this.#directory)
      .filter((file) => file.endsWith(suffix))
      .sort()) {
      const contract = name.slice(0, -suffix.length);
      const entry = decodeEntry(readFileSync(join(this.#directory, name), 'utf8'));
      if (typeof entry === 'string') damaged.push({ contract, reason: entry });
      else entries.push(entry);
    }
    return { entries, damaged };
  }

  write(entry: JournalEntry): void {
    writeDurably(this.#file(entry.contract), encodeEntry(entry));
  }

  remove(contract: string): void {
    removeDurably(this.#file(contract));
  }

  #file(contract: string): string {
    return join(this.#directory, `${contract}${suffix}`);
  }
}
