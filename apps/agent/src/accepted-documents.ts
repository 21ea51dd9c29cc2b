import { parseContract, parseEnvelope, type Contract } from '#contract';
import type { JudgedChain } from './contract-chain.js';
import type { AcceptedContract, DocumentName, Ledger, StateDir } from './state-dir.js';

/** What the host has accepted and brought about, kept on disk. */
export class AcceptedDocuments {
  readonly #state: StateDir;
  #ledger: Ledger;

  constructor(state: StateDir) {
    this.#state = state;
    this.#ledger = state.ledger();
  }

  get charters(): Ledger['charters'] {
    return this.#ledger.charters;
  }

  get contracts(): Ledger['contracts'] {
    return this.#ledger.contracts;
  }

  /** The bytes as they were received; empty when they are lost. */
  document(digest: string): Uint8Array {
    return this.#state.document(digest) ?? new Uint8Array();
  }

  rememberCharter(version: number, digest: string, bytes: Uint8Array, at: Date): void {
    this.#state.saveDocument(digest, bytes);
    const accepted = { version, digest, acceptedAt: at.toISOString() };
    this.#save({ ...this.#ledger, charters: [...this.#ledger.charters, accepted] });
  }

  rememberContract({ newest, documents }: JudgedChain, at: Date): void {
    for (const { digest, bytes } of documents) this.#state.saveDocument(digest, bytes);
    const { contractId, version } = newest.contract;
    const accepted = { version, digest: newest.digest, acceptedAt: at.toISOString() };
    this.#saveContract(contractId, { ...this.#ledger.contracts[contractId], accepted });
  }

  /** Remembers that a version has been brought about in full, and may stay. */
  markApplied(contractId: string, { version, digest }: DocumentName): void {
    const entry = this.#ledger.contracts[contractId];
    if (entry === undefined || entry.applied?.digest === digest) return;
    this.#saveContract(contractId, { ...entry, applied: { version, digest } });
  }

  /** Remembers that a version was taken back: it is not tried again until somebody asks for that. */
  markReverted(contractId: string, { version, digest }: DocumentName): void {
    const entry = this.#ledger.contracts[contractId];
    if (entry !== undefined)
      this.#saveContract(contractId, { ...entry, reverted: { version, digest } });
  }

  /** Lets a version that was taken back be tried again. False: this wish was heeded before. */
  heedRetry(contractId: string, retry: string): boolean {
    const entry = this.#ledger.contracts[contractId];
    if (entry === undefined || entry.heededRetry === retry) return false;
    const { accepted, applied } = entry;
    this.#saveContract(contractId, { accepted, ...(applied && { applied }), heededRetry: retry });
    return true;
  }

  /** The text of the version last brought about. */
  appliedContract(contractId: string): Contract | undefined {
    const applied = this.#ledger.contracts[contractId]?.applied;
    const envelope = applied && parseEnvelope(this.document(applied.digest), 'contract');
    const contract = envelope?.ok === true ? parseContract(envelope.value.payload) : undefined;
    return contract?.ok === true ? contract.value : undefined;
  }

  #saveContract(contractId: string, entry: AcceptedContract): void {
    this.#save({ ...this.#ledger, contracts: { ...this.#ledger.contracts, [contractId]: entry } });
  }

  #save(ledger: Ledger): void {
    this.#state.saveLedger(ledger);
    this.#ledger = ledger;
  }
}
