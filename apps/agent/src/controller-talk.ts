import type { ChangeControl, Clock } from '#engine';
import type { ContractReport, DesiredIndex, HostMeasures } from '#protocol';
import type { AcceptedDocuments } from './accepted-documents.js';
import { AgentError } from './agent-error.js';
import type { ControllerPort } from './controller-port.js';
import type { DocumentIntake } from './document-intake.js';
import type { HostView, KeeperReason } from './host-keeper.js';
import { hostReport, stateDigestOf, type ReportedState } from './host-report.js';
import type { Log } from './log.js';
import { withJitter, type WakeUp } from './wake-up.js';

/** Why there is something to say or to ask. */
export type TalkReason = 'hint' | 'view';

export interface ControllerTalkOptions {
  readonly link: ControllerPort;
  readonly intake: DocumentIntake;
  readonly memory: AcceptedDocuments;
  readonly control: ChangeControl;
  readonly bell: WakeUp<TalkReason>;
  /** Rung when there is something new for the host to do. */
  readonly keeper: WakeUp<KeeperReason>;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds between two looks at the controller when no hint comes. */
  readonly pollInterval: number;
  /** 0 up to 1. */
  readonly random: () => number;
  /** Whether a version that was brought about works as its contract requires. */
  readonly mayStay: (contractId: string, digest: string) => boolean;
  /** What is told with every report besides; absent: nothing. */
  readonly measure?: ((view: HostView) => HostMeasures) | undefined;
}

/** Milliseconds between two tries to reach the controller while a change waits for exactly that. */
const confirmInterval = 500;

/** Asks the controller what is wanted, tells it how the host is, and takes being heard as the host's own confirmation. */
export class ControllerTalk {
  readonly #options: ControllerTalkOptions;
  #view: HostView | undefined;
  #etag: string | undefined;
  #reportedState: string | undefined;
  #reachable: boolean | undefined;
  /** What operators have confirmed, also what its checks still hold up. */
  #confirmed: DesiredIndex['confirmations'] = [];
  #talks: Promise<void> = Promise.resolve();

  constructor(options: ControllerTalkOptions) {
    this.#options = options;
  }

  /** Takes what the keeper saw, to be told as soon as possible. */
  readonly show = (view: HostView): void => {
    this.#view = view;
    this.#options.bell.ring('view');
  };

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { bell, pollInterval, random } = this.#options;
    let reasons: ReadonlySet<TalkReason> = new Set();
    while (!signal.aborted) {
      if (reasons.size === 0 || reasons.has('hint')) await this.pull();
      await this.report();
      reasons = await bell.wait(
        this.#isAwaited() ? confirmInterval : withJitter(pollInterval, random),
        signal,
      );
    }
  }

  /** Asks what is wanted; new documents are judged at once, and the keeper is told. */
  pull(): Promise<void> {
    return this.#talking(async () => {
      const { link, intake, clock, keeper } = this.#options;
      const answer = await link.desired(this.#etag);
      if (answer === undefined) return;
      await intake.take(answer.index, (digest) => link.document(digest), clock.now());
      await this.#heed(answer.index);
      // A refused document is asked for again: the next delivery may be whole.
      this.#etag = intake.refusals.size === 0 ? answer.etag : undefined;
      keeper.ring('documents');
    });
  }

  /** Tells what the keeper last saw. Being heard keeps the changes that wait for nothing else. */
  report(): Promise<void> {
    const view = this.#view;
    if (view === undefined) return Promise.resolve();
    return this.#talking(async () => {
      const stateDigest = stateDigestOf(view.state);
      const isNews = stateDigest !== this.#reportedState;
      const reported = { stateDigest, ...(isNews && { state: view.state }) };
      await this.#send(reported, view.reports, this.#options.measure?.(view));
      this.#reportedState = stateDigest;
      for (const [contract, digest] of view.pending) this.#confirm('automatic', contract, digest);
      this.#confirmByWord();
    });
  }

  /** Tells that a change begins; the change does not wait for it. */
  readonly reportProgress = (report: ContractReport): void => {
    const stateDigest = this.#reportedState;
    if (stateDigest !== undefined) void this.#talking(() => this.#send({ stateDigest }, [report]));
  };

  #send(
    state: ReportedState,
    reports: readonly ContractReport[],
    measures?: HostMeasures,
  ): Promise<void> {
    const { link, intake } = this.#options;
    return link.report(hostReport(intake, state, reports, measures));
  }

  /** Does what operators said about changes: lets them stay, or has them tried again. */
  async #heed({ confirmations, retries }: DesiredIndex): Promise<void> {
    const { memory, control } = this.#options;
    this.#confirmed = confirmations;
    this.#confirmByWord();
    for (const { contractId, id } of retries) {
      if (memory.heedRetry(contractId, id)) await control.retry(contractId);
    }
  }

  #confirmByWord(): void {
    for (const { contractId, digest } of this.#confirmed) {
      this.#confirm('manual', contractId, digest);
    }
  }

  #confirm(mode: 'automatic' | 'manual', contract: string, digest: string): void {
    const { control, memory, keeper, log, mayStay } = this.#options;
    const entry = control.pending.get(contract)?.entry;
    if (entry?.confirm !== mode || !mayStay(contract, digest)) return;
    if (!control.confirm(contract, digest)) return;
    memory.markApplied(contract, entry);
    log('info', 'change confirmed', { contract, version: entry.version, mode });
    keeper.ring('change');
  }

  #isAwaited(): boolean {
    return this.#options.control.pending.size > 0;
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
