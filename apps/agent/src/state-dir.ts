import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey, parseSigningKey, type SigningKey, type TrustAnchor } from '#contract';
import { AgentError } from './agent-error.js';
import { writeDurably } from './durable-file.js';

/** Where this host belongs; written once, when it joins. */
export interface Enrolment {
  readonly controller: string;
  readonly node: string;
}

/** A document that the host has accepted: which, and when it was received. */
export interface AcceptedDocument {
  readonly version: number;
  readonly digest: string;
  readonly acceptedAt: string;
}

export interface AcceptedContract {
  readonly accepted: AcceptedDocument;
  /** The version that the host last brought about in full, confirmed where that was asked; absent: none yet. */
  readonly applied?: DocumentName;
  /** The version that was taken back because nobody confirmed it in time; absent: none. */
  readonly reverted?: DocumentName;
  /** The last wish of an operator to try again that was heeded. */
  readonly heededRetry?: string;
}

export type DocumentName = Pick<AcceptedDocument, 'version' | 'digest'>;

/** What the host remembers of documents. */
export interface Ledger {
  readonly format: 1;
  /** Every version of the charter, the oldest first. */
  readonly charters: readonly AcceptedDocument[];
  readonly contracts: Readonly<Record<string, AcceptedContract>>;
}

const emptyLedger: Ledger = { format: 1, charters: [], contracts: {} };

/**
 * The agent's memory on disk: identity key, enrolment, trust anchor, accepted documents and which of them are in force.
 * Every file is replaced as a whole and flushed, so that a crash leaves the old or the new one.
 */
export class StateDir {
  constructor(readonly path: string) {
    mkdirSync(join(path, 'documents'), { recursive: true, mode: 0o700 });
  }

  /** The host's own key; made at the first call. */
  identity(): SigningKey {
    const stored = this.#read('identity.json');
    if (stored === undefined) {
      const key = generateSigningKey('Ed25519');
      this.#write('identity.json', JSON.stringify(key));
      return key;
    }
    const key = parseSigningKey(stored);
    if (key.ok) return key.value;
    throw new AgentError(
      'state-damaged',
      `${join(this.path, 'identity.json')} does not hold a private key`,
    );
  }

  enrolment(): Enrolment | undefined {
    return this.#readJson('enrolment.json') as Enrolment | undefined;
  }

  saveEnrolment(enrolment: Enrolment): void {
    this.#writeJson('enrolment.json', enrolment);
  }

  trustAnchor(): TrustAnchor | undefined {
    return this.#readJson('trust-anchor.json') as TrustAnchor | undefined;
  }

  /** The anchor is set once: whoever wants another one enrols the host anew. */
  saveTrustAnchor(anchor: TrustAnchor): void {
    const known = this.trustAnchor();
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(anchor)) {
      throw new AgentError(
        'trust-anchor-fixed',
        `${this.path} already trusts ${JSON.stringify(known)}: to change it, empty the directory and join again`,
      );
    }
    this.#writeJson('trust-anchor.json', anchor);
  }

  ledger(): Ledger {
    const ledger = (this.#readJson('ledger.json') as Ledger | undefined) ?? emptyLedger;
    if ((ledger.format as number) === 1) return ledger;
    throw new AgentError(
      'state-damaged',
      `${join(this.path, 'ledger.json')} was written by another version`,
    );
  }

  saveLedger(ledger: Ledger): void {
    this.#writeJson('ledger.json', ledger);
  }

  document(digest: string): Uint8Array | undefined {
    return this.#read(documentFile(digest));
  }

  saveDocument(digest: string, bytes: Uint8Array): void {
    this.#write(documentFile(digest), bytes);
  }

  #readJson(name: string): unknown {
    const bytes = this.#read(name);
    if (bytes === undefined) return undefined;
    try {
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch (cause) {
      throw new AgentError('state-damaged', `${join(this.path, name)} is not readable as JSON`, {
        cause,
      });
    }
  }

  #read(name: string): Uint8Array | undefined {
    try {
      return readFileSync(join(this.path, name));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new AgentError('state-damaged', `can't read ${join(this.path, name)}`, { cause });
    }
  }

  #writeJson(name: string, value: unknown): void {
    this.#write(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  #write(name: string, content: string | Uint8Array): void {
    writeDurably(join(this.path, name), content);
  }
}

function documentFile(digest: string): string {
  return join('documents', `${digest.replace(':', '-')}.json`);
}
