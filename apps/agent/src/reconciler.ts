import {
  refuse,
  type AuthorisedCharter,
  type AuthorisedContract,
  type Contract,
  type NodeId,
  type Problem,
  type Result,
  type SigningKey,
} from '#contract';
import { carriersOf, claimTable, type HostState, type Uplink, type WantedResource } from '#drivers';
import type { ChangeControl, ChangeOutcome, Clock, ControlledChange, HostPort } from '#engine';
import type { AcceptedDocuments } from './accepted-documents.js';
import type { CarrierKeeper } from './carrier-keeper.js';
import type { CheckKeeper } from './check-keeper.js';
import { withChecks } from './check-report.js';
import type { CompiledContracts } from './compiled-contracts.js';
import { courseOf, type Course } from './contract-course.js';
import { applyingReport, refusedReport, type ReportDraft } from './contract-report.js';
import type { DocumentIntake } from './document-intake.js';
import type { DriftKeeper } from './drift-keeper.js';
import { standingOf } from './in-force.js';
import { outcomeReport } from './outcome-report.js';
import { signReceipt } from './receipt-signature.js';
import {
  awaitingReport,
  frozenReport,
  queuedReport,
  retryLaterReport,
  revertedReport,
  waitingReport,
} from './standing-report.js';
import type { RetryGate } from './retry-gate.js';
import { uplinkFor } from './uplink-to-controller.js';
import { withCarriers } from './waiting-report.js';

export interface ReconcilerOptions {
  readonly host: HostPort;
  readonly control: ChangeControl;
  readonly compiled: CompiledContracts;
  readonly drift: DriftKeeper;
  readonly carriers: CarrierKeeper;
  readonly checks: CheckKeeper;
  /** How often a version that fails is tried again. */
  readonly retries: RetryGate;
  readonly identity: SigningKey;
  readonly clock: Clock;
  /** Whom the host must go on to reach; absent: nobody but itself. */
  readonly uplink?: Uplink | undefined;
  /** Why the host can't bring a contract about, for reasons that no plan knows; absent: there are none. */
  readonly unmet?: ((contract: Contract) => Promise<readonly Problem[]>) | undefined;
  /** Told at once when a contract is about to change the host. */
  readonly onProgress: (draft: ReportDraft) => void;
}

export interface Reconciliation {
  readonly drafts: readonly ReportDraft[];
  readonly state: HostState;
}

/** What one round knows while it goes from contract to contract. */
interface Round {
  readonly site: { readonly charter: AuthorisedCharter; readonly node: NodeId };
  readonly memory: AcceptedDocuments;
  /** What contracts before this one hold: a claim table. */
  readonly held: Map<string, string>;
  state: HostState;
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
    const { control, compiled } = this.#options;
    const state = await control.observe();
    const { charter } = intake;
    if (charter === undefined || node === undefined) return { drafts: [], state };

    const round: Round = { site: { charter, node }, memory, held: new Map(), state };
    const drafts: ReportDraft[] = [];
    for (const accepted of byAge(intake, memory)) drafts.push(await this.#take(accepted, round));
    for (const [contractId, { version, digest, problems }] of intake.refusals) {
      drafts.push(refusedReport({ contractId, version, digest }, problems));
    }
    compiled.forgetUnused();
    return { drafts, state: round.state };
  }

  async #take(accepted: AuthorisedContract, round: Round): Promise<ReportDraft> {
    const course = this.#courseOf(accepted, round.memory);
    if (course === 'change' || course === 'keep' || course === 'await') {
      return this.#follow(course, accepted, round);
    }
    this.#keepFormer(accepted.contract, round);
    return this.#standBy(course, accepted);
  }

  #courseOf({ contract, digest }: AuthorisedContract, memory: AcceptedDocuments): Course {
    const { control } = this.#options;
    const known = memory.contracts[contract.contractId];
    return courseOf({
      accepted: digest,
      applied: known?.applied?.digest,
      reverted: known?.reverted?.digest,
      pending: control.pending.get(contract.contractId)?.entry.digest,
      isFrozen: control.frozen.has(contract.contractId),
    });
  }

  /** The version that stands before a newer one keeps what it holds. */
  #keepFormer({ contractId }: Contract, round: Round): void {
    hold(round, this.#formerlyWanted(contractId, round));
  }

  #standBy(course: 'hold' | 'queue' | 'stand-by', accepted: AuthorisedContract): ReportDraft {
    const { control } = this.#options;
    const { contractId } = accepted.contract;
    switch (course) {
      case 'hold':
        return this.#frozen(accepted);
      case 'queue':
        return queuedReport(accepted, control.pending.get(contractId)?.entry);
      case 'stand-by':
        return revertedReport(
          accepted,
          this.#options.checks.resultsOf(contractId, accepted.digest),
        );
    }
  }

  #frozen(accepted: AuthorisedContract): ReportDraft {
    const { control, drift } = this.#options;
    const { contractId } = accepted.contract;
    const seen = drift.lastOf(contractId);
    const report = frozenReport(accepted, control.frozen.get(contractId));
    return { ...report, ...(seen !== undefined && { drift: seen }) };
  }

  async #follow(
    course: 'change' | 'keep' | 'await',
    accepted: AuthorisedContract,
    round: Round,
  ): Promise<ReportDraft> {
    const { contract, digest } = accepted;
    const standing = standingOf(contract, this.#options.clock.now());
    if (standing === 'not-yet') return waitingReport(accepted);
    const wanted =
      standing === 'expired-remove' ? nothing : await this.#wantedIfMet(contract, digest, round);
    if (!wanted.ok) {
      this.#keepFormer(contract, round);
      return refusedReport({ ...contract, digest }, wanted.problems);
    }
    hold(round, wanted.value);
    const seen = { wanted: wanted.value, node: round.site.node, state: round.state };
    const pending = this.#options.control.pending.get(contract.contractId);
    if (course === 'await' && pending !== undefined) {
      const results = this.#options.checks.look({ accepted, ...seen }, true);
      return withChecks(awaitingReport(accepted, pending.entry, results), results);
    }
    // What an expired contract leaves behind goes without anybody's word: the host may have nobody to ask.
    if (standing === 'expired-remove') return this.#change(accepted, wanted.value, round);
    return course === 'keep'
      ? this.#keep(accepted, wanted.value, round)
      : this.#change(accepted, wanted.value, round, confirmationOf(contract));
  }

  /** Sees that what was brought about still stands. */
  async #keep(
    accepted: AuthorisedContract,
    wanted: readonly WantedResource[],
    round: Round,
  ): Promise<ReportDraft> {
    const { drift, host } = this.#options;
    const writesBefore = host.writes;
    const kept = await drift.keep({ accepted, wanted, state: round.state });
    round.state = kept.outcome.observed;
    if (this.#options.control.frozen.has(accepted.contract.contractId)) {
      return this.#frozen(accepted);
    }
    const draft = this.#withFindings(
      outcomeReport(accepted, kept.outcome, wanted.length === 0),
      accepted,
      wanted,
      round,
    );
    return this.#withReceipt(accepted, kept.outcome, {
      ...draft,
      ...(kept.drift.state === 'drifted' && { state: 'drifted' as const }),
      drift: kept.drift,
      writes: host.writes - writesBefore,
    });
  }

  async #change(
    accepted: AuthorisedContract,
    wanted: readonly WantedResource[],
    round: Round,
    confirmation?: Confirmation,
  ): Promise<ReportDraft> {
    const { control, host, onProgress, retries, uplink } = this.#options;
    const { contract, digest } = accepted;
    const { contractId, version } = contract;
    if (!retries.pass(digest)) return retryLaterReport(accepted, retries.taken(digest));
    const writesBefore = host.writes;
    const begin = performance.now();
    const previous = this.#formerlyWanted(contractId, round);
    const change = {
      contract: contractId,
      version,
      digest,
      wanted,
      previous,
      ...(confirmation && { confirmation }),
      ...uplinkFor(contract, uplink),
    };
    const outcome = await control.carryOut(change, round.state, (stage, plan, progress) => {
      if (stage === 'applying') onProgress(applyingReport(accepted, plan, progress));
    });
    round.state = outcome.observed;
    if (outcome.state === 'unchanged' || outcome.state === 'applied')
      round.memory.markApplied(contractId, { version, digest });
    if (outcome.state !== 'rolled-back' && outcome.state !== 'stuck') retries.reset(digest);
    return this.#withReceipt(accepted, outcome, {
      ...this.#withFindings(
        outcomeReport(accepted, outcome, wanted.length === 0),
        accepted,
        wanted,
        round,
      ),
      writes: host.writes - writesBefore,
      seconds: (performance.now() - begin) / 1000,
    });
  }

  /** What stands is also looked at for whether it works. */
  #withFindings(
    draft: ReportDraft,
    accepted: AuthorisedContract,
    wanted: readonly WantedResource[],
    { state, site: { node } }: Round,
  ): ReportDraft {
    if (draft.state !== 'applied' && draft.state !== 'confirming') return draft;
    const isAwaited = draft.state === 'confirming';
    const results = this.#options.checks.look({ accepted, node, wanted, state }, isAwaited);
    return withChecks(this.#withCarriers(draft, wanted, state), results);
  }

  #withCarriers(
    draft: ReportDraft,
    wanted: readonly WantedResource[],
    state: HostState,
  ): ReportDraft {
    const { parents, ports } = carriersOf(wanted);
    const { carriers } = this.#options;
    return withCarriers(draft, {
      parents: carriers.lacking(parents, state),
      ports: carriers.lacking(ports, state),
    });
  }

  async #withReceipt(
    accepted: AuthorisedContract,
    outcome: ChangeOutcome,
    draft: ReportDraft,
  ): Promise<ReportDraft> {
    const { identity, clock } = this.#options;
    const receipt = await signReceipt(accepted, outcome, identity, clock.now());
    return receipt === undefined ? draft : { ...draft, receipt };
  }

  async #wantedIfMet(
    contract: Contract,
    digest: string,
    round: Round,
  ): Promise<Result<readonly WantedResource[]>> {
    const unmet = (await this.#options.unmet?.(contract)) ?? [];
    return unmet.length > 0 ? refuse(...unmet) : this.#wanted(contract, digest, round);
  }

  #wanted(
    contract: Contract,
    digest: string,
    { site, held }: Round,
  ): Result<readonly WantedResource[]> {
    return this.#options.compiled.wanted(contract, digest, site, held);
  }

  /** What the version last brought about wanted; nothing where today's drivers can't read it: the marks still tell. */
  #formerlyWanted(contractId: string, { memory, site }: Round): readonly WantedResource[] {
    const former = memory.appliedContract(contractId);
    const digest = memory.contracts[contractId]?.applied?.digest;
    if (former === undefined || digest === undefined) return [];
    const wanted = this.#options.compiled.wanted(former, digest, site, new Map());
    return wanted.ok ? wanted.value : [];
  }
}

const nothing: Result<readonly WantedResource[]> = { ok: true, value: [] };

/** Seconds that a change has to be confirmed where its contract does not say. */
const usualConfirmWithin = 120;

type Confirmation = NonNullable<ControlledChange['confirmation']>;

function confirmationOf({ change }: Contract): Confirmation {
  return {
    mode: change?.confirm ?? 'automatic',
    withinSeconds: change?.confirmWithin ?? usualConfirmWithin,
  };
}

function hold({ held }: Round, wanted: readonly WantedResource[]): void {
  for (const [key, holder] of claimTable(wanted)) held.set(key, holder);
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
