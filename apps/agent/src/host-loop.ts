import type { NodeId, SigningKey } from '#contract';
import type { HostState } from '#drivers';
import type { Clock } from '#engine';
import type { ContractReport } from '#protocol';
import type { AcceptedDocuments } from './accepted-documents.js';
import { AgentError } from './agent-error.js';
import { ConditionHistory } from './conditions.js';
import type { ReportDraft } from './contract-report.js';
import type { ControllerPort } from './controller-port.js';
import type { DocumentIntake } from './document-intake.js';
import { hostReport, stateDigestOf, type ReportedState } from './host-report.js';
import type { Log } from './log.js';
import type { Reconciler } from './reconciler.js';
import { withJitter, type WakeUp } from './wake-up.js';

export interface HostLoopOptions {
  readonly link: ControllerPort;
  readonly intake: DocumentIntake;
  readonly memory: AcceptedDocuments;
  readonly reconciler: Reconciler;
  readonly identity: SigningKey;
  /** Rung by hints, and by whoever wants the loop to look again. */
  readonly wakeUp: WakeUp;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds between two looks at the controller when no hint comes. */
  readonly pollInterval: number;
  /** 0 up to 1. */
  readonly random: () => number;
}

/**
 * Pull, judge, bring about, report; again at every hint, and from time to time without one. When the controller is
 * gone, the host goes on from what it has accepted.
 */
export class HostLoop {
  readonly #options: HostLoopOptions;
  readonly #conditions = new ConditionHistory();
  #etag: string | undefined;
  #reportedState: string | undefined;
  #reachable: boolean | undefined;
  #talks: Promise<void> = Promise.resolve();

  constructor(options: HostLoopOptions) {
    this.#options = options;
  }

  /** Runs until the signal; the network stays as it is then. */
  async run(signal: AbortSignal): Promise<void> {
    const { intake, pollInterval, random, wakeUp } = this.#options;
    await intake.restore();
    await this.#bringAbout();
    while (!signal.aborted) {
      await this.#talking(() => this.#pull());
      const { state, reports } = await this.#bringAbout();
      await this.#talking(() => this.#report(state, reports));
      await wakeUp.wait(withJitter(pollInterval, random), signal);
    }
  }

  /** Tells the controller that a change begins; the change does not wait for it. */
  readonly reportProgress = (draft: ReportDraft): void => {
    const stateDigest = this.#reportedState;
    if (stateDigest === undefined) return;
    void this.#talking(() => this.#send({ stateDigest }, [this.#stamped(draft)]));
  };

  async #pull(): Promise<void> {
    const { link, intake, clock } = this.#options;
    const answer = await link.desired(this.#etag);
    if (answer === undefined) return;
    await intake.take(answer.index, (digest) => link.document(digest), clock.now());
    // A refused document is asked for again: the next delivery may be whole.
    this.#etag = intake.refusals.size === 0 ? answer.etag : undefined;
  }

  async #bringAbout(): Promise<{
    readonly state: HostState;
    readonly reports: readonly ContractReport[];
  }> {
    const { reconciler, intake, memory, identity, log } = this.#options;
    const { drafts, state } = await reconciler.run(intake, memory, nodeOf(intake, identity));
    for (const { contractId, version, state: outcome, writes = 0 } of drafts) {
      if (writes > 0 || outcome === 'failed')
        log('info', 'contract brought about', { contractId, version, outcome, writes });
    }
    return { state, reports: drafts.map((draft) => this.#stamped(draft)) };
  }

  async #report(state: HostState, reports: readonly ContractReport[]): Promise<void> {
    const stateDigest = stateDigestOf(state);
    const isNews = stateDigest !== this.#reportedState;
    await this.#send({ stateDigest, ...(isNews && { state }) }, reports);
    this.#reportedState = stateDigest;
  }

  #send(state: ReportedState, reports: readonly ContractReport[]): Promise<void> {
    return this.#options.link.report(hostReport(this.#options.intake, state, reports));
  }

  #stamped(draft: ReportDraft): ContractReport {
    const now = this.#options.clock.now();
    const stamp = this.#conditions.stamp.bind(this.#conditions);
    return {
      ...draft,
      conditions: stamp(draft.contractId, draft.conditions, now),
      workloads: draft.workloads.map(({ name, conditions }) => ({
        name,
        conditions: stamp(`${draft.contractId}/${name}`, conditions, now),
      })),
    };
  }

  /**
   * One talk after the other, so that reports arrive in order. The controller may be gone at any time: said once when
   * it goes and once when it is back.
   */
  #talking(talk: () => Promise<void>): Promise<void> {
    this.#talks = this.#talks.then(() => this.#attempt(talk));
    return this.#talks;
  }

  async #attempt(talk: () => Promise<void>): Promise<void> {
    const { log } = this.#options;
    try {
      await talk();
      if (this.#reachable === false) log('info', 'the controller answers again');
      this.#reachable = true;
    } catch (cause) {
      if (!(cause instanceof AgentError)) throw cause;
      if (this.#reachable !== false) {
        log('warn', `${cause.message}; going on with what this host has accepted`, {
          code: cause.code,
        });
      }
      this.#reachable = false;
      this.#etag = undefined;
      this.#reportedState = undefined;
    }
  }
}

/** The name under which the charter knows this host's key; no contract has members of any other name. */
function nodeOf({ charter }: DocumentIntake, identity: SigningKey): NodeId | undefined {
  return charter?.charter.nodes.find(({ key }) => key.kid === identity.kid)?.id;
}
