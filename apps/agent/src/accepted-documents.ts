import { parseContract, parseEnvelope, type Contract } from '#contract';
import type { JudgedChain } from './contract-chain.js';
import type { AcceptedContract, Ledger, StateDir } from './state-dir.js';

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

  /** Remembers that a version has been brought about in full. */
  markApplied(contractId: string, version: number, digest: string): void {
    const entry = this.#ledger.contracts[contractId];
    if (entry === undefined || entry.applied?.digest === digest) return;
    this.#saveContract(contractId, { ...entry, applied: { version, digest } });
  }

  /** The version last brought about in full, where it is not the accepted one. */
  appliedBefore(contractId: string): Contract | undefined {
    const entry = this.#ledger.contracts[contractId];
    if (entry?.applied === undefined || entry.applied.digest === entry.accepted.digest)
      return undefined;
    const envelope = parseEnvelope(this.document(entry.applied.digest), 'contract');
    const contract = envelope.ok ? parseContract(envelope.value.payload) : envelope;
    return contract.ok ? contract.value : undefined;
  }

  #saveContract(contractId: string, entry: AcceptedContract): void {
    this.#save({ ...this.#ledger, contracts: { ...this.#ledger.contracts, [contractId]: entry } });
  }

  #save(ledger: Ledger): void {
    this.#state.saveLedger(ledger);
    this.#ledger = ledger;
  }
}
