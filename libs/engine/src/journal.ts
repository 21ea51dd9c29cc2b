import type { Failure } from './change.js';
import type { Target } from '#drivers';

/** How far a change has got. Before the next stage begins, the journal says so durably. */
export type JournalStage =
  /** Operations may have been carried out, or not. */
  | 'applying'
  /** The new state stands and is verified; it goes unless it is confirmed before the deadline. */
  | 'confirming'
  /** The old state is being put back. */
  | 'rolling-back'
  /** Putting back failed: people must look. */
  | 'stuck'
  /** Others have changed what was brought about, and the contract says to touch nothing then: people must look. */
  | 'departed';

/** Whose word keeps a change: that of the host itself, having reached its controller, or that of an operator too. */
export type ConfirmMode = 'automatic' | 'manual';

/** One change under way: what it aims at and the way back, enough to end it after a crash at any point. */
export interface JournalEntry {
  readonly format: 1;
  readonly contract: string;
  readonly version: number;
  /** Digest of the contract version. */
  readonly digest: string;
  readonly stage: JournalStage;
  readonly confirm: ConfirmMode;
  /** RFC 3339. After this time an unconfirmed change is taken back; null: it needs no confirmation. */
  readonly deadline: string | null;
  /** What of the wanted state the change has to bring about; the rest stood before. */
  readonly target: Target;
  readonly inverse: Target;
  /** What could not be put back, or departs; only in stages `stuck` and `departed`. */
  readonly residue: readonly Failure[];
}

/** An entry that can't be read: what was under way is not known, and nothing may be guessed. */
export interface DamagedEntry {
  readonly contract: string;
  readonly reason: string;
}

export interface JournalContent {
  readonly entries: readonly JournalEntry[];
  readonly damaged: readonly DamagedEntry[];
}

/** Where changes under way are remembered, one entry for each contract. */
export interface Journal {
  read(): JournalContent;
  /** On return the entry survives a crash and a power cut; it replaces the one of its contract. */
  write(entry: JournalEntry): void;
  /** On return the entry is gone for good. */
  remove(contract: string): void;
}

/** A journal in memory, for tests and for hosts that are models. */
export class MemoryJournal implements Journal {
  readonly #texts = new Map<string, string>();
  /** Every stage that was written, in order: `<contract> <stage>`. */
  readonly history: string[] = [];

  read(): JournalContent {
    const entries: JournalEntry[] = [];
    const damaged: DamagedEntry[] = [];
    for (const [contract, text] of this.#texts) {
      const entry = decodeEntry(text);
      if (typeof entry === 'string') damaged.push({ contract, reason: entry });
      else entries.push(entry);
    }
    return { entries, damaged };
  }

  write(entry: JournalEntry): void {
    this.history.push(`${entry.contract} ${entry.stage}`);
    this.#texts.set(entry.contract, encodeEntry(entry));
  }

  remove(contract: string): void {
    this.#texts.delete(contract);
  }

  /** Puts any text in the place of an entry. */
  damage(contract: string, text: string): void {
    this.#texts.set(contract, text);
  }
}

/** One line of JSON; targets as lists of pairs. */
export function encodeEntry(entry: JournalEntry): string {
  return `${JSON.stringify({ ...entry, target: [...entry.target], inverse: [...entry.inverse] })}\n`;
}

/** The entry, or why the text is none. */
export function decodeEntry(text: string): JournalEntry | string {
  try {
    const entry = JSON.parse(text) as Omit<JournalEntry, 'target' | 'inverse'> & {
      target: Iterable<readonly [never, never]>;
      inverse: Iterable<readonly [never, never]>;
    };
    if ((entry.format as number) !== 1) return `it has format ${String(entry.format)}, known is 1`;
    if (!text.endsWith('\n')) return 'its end is missing';
    return { ...entry, target: new Map(entry.target), inverse: new Map(entry.inverse) };
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
