import {
  authoriseCharter,
  parseEnvelope,
  type AuthorisedCharter,
  type AuthorisedContract,
  type Problem,
  type Result,
  type TrustAnchor,
} from '#contract';
import type { DesiredIndex } from '#protocol';
import type { AcceptedDocuments } from './accepted-documents.js';
import { judgeChain, type JudgedChain } from './contract-chain.js';
import type { DocumentSource } from './document-source.js';

/** A version that was delivered and that the host does not accept. The accepted one before stays in force. */
export interface Refusal {
  readonly version: number;
  readonly digest: string;
  readonly problems: readonly Problem[];
}

/**
 * The host's own judgement over documents: whoever delivers them, only what the required principals have signed is
 * accepted. What was accepted is judged again after every start.
 */
export class DocumentIntake {
  readonly #anchor: TrustAnchor;
  readonly #memory: AcceptedDocuments;
  readonly #contracts = new Map<string, AuthorisedContract>();
  readonly #refusals = new Map<string, Refusal>();
  #charter: AuthorisedCharter | undefined;
  #charterProblems: readonly Problem[] = [];

  constructor(anchor: TrustAnchor, memory: AcceptedDocuments) {
    this.#anchor = anchor;
    this.#memory = memory;
  }

  get charter(): AuthorisedCharter | undefined {
    return this.#charter;
  }

  /** Why the newest charter delivered is refused; [] when it is accepted. */
  get charterProblems(): readonly Problem[] {
    return this.#charterProblems;
  }

  /** The newest accepted version of every contract, by contract id. */
  get contracts(): ReadonlyMap<string, AuthorisedContract> {
    return this.#contracts;
  }

  /** By contract id. */
  get refusals(): ReadonlyMap<string, Refusal> {
    return this.#refusals;
  }

  /** Judges what lies on disk anew, as of the time when it was accepted. */
  async restore(): Promise<void> {
    const disk: DocumentSource = (digest) => Promise.resolve(this.#memory.document(digest));
    for (const { digest, acceptedAt } of this.#memory.charters) {
      const judged = await this.#judgeCharter(await disk(digest), new Date(acceptedAt));
      if (!judged.ok) {
        this.#refuseCharter(judged.problems);
        return;
      }
      this.#charter = judged.value;
    }
    for (const [contractId, { accepted }] of Object.entries(this.#memory.contracts)) {
      await this.#judgeContract({ contractId, ...accepted }, disk, new Date(accepted.acceptedAt));
    }
  }

  /** Takes in what a controller offers: the charter first, then every contract that is new. */
  async take(index: DesiredIndex, source: DocumentSource, now: Date): Promise<void> {
    await this.#takeCharters(index, source, now);
    for (const entry of index.contracts) {
      const judged = await this.#judgeContract(entry, source, now);
      if (judged !== undefined) this.#memory.rememberContract(judged, now);
    }
  }

  async #takeCharters(index: DesiredIndex, source: DocumentSource, now: Date): Promise<void> {
    for (const { version, digest } of index.charters) {
      if (version <= (this.#charter?.charter.version ?? 0)) continue;
      const bytes = await source(digest);
      const judged = await this.#judgeCharter(bytes, now);
      if (!judged.ok) {
        this.#refuseCharter(judged.problems);
        return;
      }
      this.#charter = judged.value;
      this.#memory.rememberCharter(judged.value.charter.version, judged.value.digest, bytes, now);
    }
    this.#charterProblems = [];
  }

  #judgeCharter(
    bytes: Uint8Array,
    at: Date,
  ): Promise<Result<AuthorisedCharter>> | Result<AuthorisedCharter> {
    const envelope = parseEnvelope(bytes, 'charter');
    if (!envelope.ok) return envelope;
    const previous = this.#charter;
    return authoriseCharter(envelope.value, {
      anchor: this.#anchor,
      at,
      ...(previous !== undefined && { previous }),
    });
  }

  #refuseCharter(problems: readonly Problem[]): void {
    this.#charterProblems = problems;
  }

  /** Answers with a version that is new here and accepted. */
  async #judgeContract(
    entry: DesiredIndex['contracts'][number],
    source: DocumentSource,
    at: Date,
  ): Promise<JudgedChain | undefined> {
    const charter = this.#charter;
    const known = this.#contracts.get(entry.contractId);
    if (charter === undefined) return undefined;
    this.#refusals.delete(entry.contractId);
    if (known?.digest === entry.digest) return undefined;

    const judged = await judgeChain({ ...entry, charter, known, at }, source);
    if (judged.ok) {
      this.#contracts.set(entry.contractId, judged.value.newest);
      return judged.value;
    }
    const { version, digest } = entry;
    this.#refusals.set(entry.contractId, { version, digest, problems: judged.problems });
    return undefined;
  }
}
