import { SignJWT } from 'jose';
import {
  privateKeyObject,
  type AuthorisedContract,
  type Contract,
  type NodeId,
  type SigningKey,
} from '#contract';
import { claimTable, type DriverRegistry, type HostState, type WantedResource } from '#drivers';
import {
  carryOut,
  observedDigest,
  type ChangeOutcome,
  type Clock,
  type HostPort,
  type Receipt,
} from '#engine';
import type { AcceptedDocuments } from './accepted-documents.js';
import {
  applyingReport,
  outcomeReport,
  refusedReport,
  waitingReport,
  type ReportDraft,
} from './contract-report.js';
import type { DocumentIntake } from './document-intake.js';
import { standingOf } from './in-force.js';
import { formerlyWanted, wantedOf, type Compiler } from './wanted-state.js';

export interface ReconcilerOptions {
  readonly host: HostPort;
  readonly registry: DriverRegistry;
  readonly identity: SigningKey;
  readonly clock: Clock;
  /** Told at once when a contract is about to change the host. */
  readonly onProgress: (draft: ReportDraft) => void;
}

export interface Reconciliation {
  readonly drafts: readonly ReportDraft[];
  readonly state: HostState;
}

/** Brings the host to what its accepted contracts say, one contract after the other, on one reading of the host. */
export class Reconciler {
  readonly #options: ReconcilerOptions;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** `node`: the host's name in the charter; undefined while no charter lists it, and then nothing is touched. */
  async run(
    intake: DocumentIntake,
    memory: AcceptedDocuments,
    node: NodeId | undefined,
  ): Promise<Reconciliation> {
    let state = await this.#options.host.observe();
    const drafts: ReportDraft[] = [];
    const held: WantedResource[] = [];
    const charter = intake.charter?.charter;
    if (charter === undefined || node === undefined) return { drafts, state };

    const compiler: Compiler = { registry: this.#options.registry, charter, node };
    for (const accepted of byAge(intake, memory)) {
      const standing = standingOf(accepted.contract, this.#options.clock.now());
      if (standing === 'not-yet') {
        drafts.push(waitingReport(accepted));
        continue;
      }
      const former = memory.appliedBefore(accepted.contract.contractId);
      const wanted =
        standing === 'expired-remove'
          ? { ok: true as const, value: [] }
          : wantedOf(accepted.contract, compiler, claimTable(held));
      if (!wanted.ok) {
        const { contractId, version } = accepted.contract;
        drafts.push(refusedReport(contractId, version, accepted.digest, wanted.problems));
        held.push(...formerlyWanted(former, compiler));
        continue;
      }
      held.push(...wanted.value);
      const { draft, observed } = await this.#bringAbout(
        accepted,
        wanted.value,
        formerlyWanted(former, compiler),
        state,
      );
      state = observed;
      drafts.push(draft);
      if (draft.state === 'applied' || draft.state === 'removed') {
        memory.markApplied(
          accepted.contract.contractId,
          accepted.contract.version,
          accepted.digest,
        );
      }
    }
    for (const [contractId, { version, digest, problems }] of intake.refusals) {
      drafts.push(refusedReport(contractId, version, digest, problems));
    }
    return { drafts, state };
  }

  async #bringAbout(
    accepted: AuthorisedContract,
    wanted: readonly WantedResource[],
    previous: readonly WantedResource[],
    before: HostState,
  ): Promise<{ readonly draft: ReportDraft; readonly observed: HostState }> {
    const { host, onProgress } = this.#options;
    const writesBefore = host.writes;
    const begin = performance.now();
    const change = { contract: accepted.contract.contractId, wanted, previous };
    const outcome = await carryOut(host, change, before, (stage, plan) => {
      if (stage === 'applying') onProgress(applyingReport(accepted, plan));
    });
    const seconds = (performance.now() - begin) / 1000;
    const draft = outcomeReport(accepted, outcome, wanted.length === 0);
    const receipt = await this.#receipt(accepted.contract, accepted.digest, outcome);
    return {
      observed: outcome.observed,
      draft: {
        ...draft,
        writes: host.writes - writesBefore,
        seconds,
        ...(receipt !== undefined && { receipt }),
      },
    };
  }

  /** The host's signed word for what it read back. */
  async #receipt(
    contract: Contract,
    digest: string,
    outcome: ChangeOutcome,
  ): Promise<string | undefined> {
    if (outcome.state !== 'applied' && outcome.state !== 'unchanged') return undefined;
    const { identity, clock } = this.#options;
    const receipt: Omit<Receipt, 'node'> = {
      schema: 'hercules.connect/receipt/v1',
      contractId: contract.contractId,
      version: contract.version,
      digest,
      observedAt: clock.now().toISOString(),
      ...observedDigest(outcome.plan.target, outcome.observed),
    };
    return new SignJWT({ ...receipt })
      .setProtectedHeader({ alg: 'EdDSA', kid: identity.kid, typ: 'hercules-receipt+jwt' })
      .sign(privateKeyObject(identity));
  }
}

/** The contract that was accepted first keeps what two of them claim. */
function byAge(intake: DocumentIntake, memory: AcceptedDocuments): readonly AuthorisedContract[] {
  const age = (entry: AuthorisedContract): string =>
    memory.contracts[entry.contract.contractId]?.accepted.acceptedAt ?? '';
  return [...intake.contracts.values()].sort(
    (left, right) =>
      age(left).localeCompare(age(right)) ||
      left.contract.contractId.localeCompare(right.contract.contractId),
  );
}
