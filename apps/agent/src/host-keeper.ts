import type { NodeId, SigningKey } from '#contract';
import type { HostState } from '#drivers';
import type { ChangeControl, Clock, ServiceHealth } from '#engine';
import type { ContractReport } from '#protocol';
import type { AcceptedDocuments } from './accepted-documents.js';
import { ConditionHistory } from './conditions.js';
import type { ReportDraft } from './contract-report.js';
import type { DocumentIntake } from './document-intake.js';
import type { Log } from './log.js';
import type { Reconciler } from './reconciler.js';
import { withHealth } from './health-conditions.js';
import { withJitter, type WakeUp } from './wake-up.js';

/** What the keeper last saw and did. */
export interface HostView {
  readonly state: HostState;
  readonly reports: readonly ContractReport[];
  /** Pending changes that stood when the host was read: contract id to digest. */
  readonly pending: ReadonlyMap<string, string>;
}

/** Why the keeper looks at the host. */
export type KeeperReason = 'documents' | 'kernel' | 'change' | 'checks';

export interface HostKeeperOptions {
  readonly intake: DocumentIntake;
  readonly memory: AcceptedDocuments;
  readonly reconciler: Reconciler;
  readonly control: ChangeControl;
  readonly identity: SigningKey;
  readonly bell: WakeUp<KeeperReason>;
  readonly clock: Clock;
  readonly log: Log;
  /** How what stands on the host does its work. */
  readonly health: () => readonly ServiceHealth[];
  /** Milliseconds between two full looks at the host when nothing calls for one. */
  readonly interval: number;
  /** 0 up to 1. */
  readonly random: () => number;
  readonly onView: (view: HostView) => void;
}

/**
 * Brings the host to what was accepted and keeps it so. Knows nothing of the controller: it goes on when that is gone,
 * and never waits for it.
 */
export class HostKeeper {
  readonly #options: HostKeeperOptions;
  readonly #conditions = new ConditionHistory();
  /** What was last reported of the workloads of each contract. */
  readonly #workloads = new Map<
    string,
    {
      readonly drafts: ReportDraft['workloads'];
      readonly stamped: ContractReport['workloads'];
    }
  >();

  constructor(options: HostKeeperOptions) {
    this.#options = options;
  }

  /** Ends what was under way when the agent ended, and judges the documents on disk anew. To be called first. */
  async start(): Promise<void> {
    const { control, intake, log } = this.#options;
    for (const { contract, version, ended, residue } of await control.recover()) {
      const level = ended === 'stuck' ? 'error' : 'warn';
      log(level, `a change was under way when the agent ended: the host is ${hostIs[ended]}`, {
        contract,
        version,
        residue,
      });
    }
    for (const { contract, reason } of control.frozen.values())
      log('error', 'contract frozen', { contract, reason });
    await intake.restore();
  }

  /** Runs until the signal; the network stays as it is then. */
  async run(signal: AbortSignal): Promise<void> {
    const { bell, interval, random, onView, log } = this.#options;
    while (!signal.aborted) {
      try {
        onView(await this.round());
      } catch (cause) {
        // The kernel did not answer as it should; nothing is lost by looking again.
        log('error', 'could not look after the host', {
          reason: cause instanceof Error ? cause.message : String(cause),
        });
      }
      await bell.wait(withJitter(interval, random), signal);
    }
  }

  /** One look at the host, and what has to be done about it. */
  async round(): Promise<HostView> {
    const { reconciler, intake, memory, control, log } = this.#options;
    const { drafts, state } = await reconciler.run(intake, memory, this.#node());
    for (const { contractId, version, state: outcome, writes = 0 } of drafts) {
      if (writes > 0)
        log('info', 'the host was changed', { contract: contractId, version, outcome, writes });
    }
    const pending = new Map(
      [...control.pending].map(([contract, { entry }]) => [contract, entry.digest]),
    );
    const reports = drafts.map((draft) => this.stamped(withHealth(draft, this.#options.health())));
    return { state, reports, pending };
  }

  /** Gives conditions the time since which they hold. */
  stamped(draft: ReportDraft): ContractReport {
    const now = this.#options.clock.now();
    return {
      ...draft,
      conditions: this.#conditions.stamp(draft.contractId, draft.conditions, now),
      workloads: this.#stampedWorkloads(draft, now),
    };
  }

  /** The very same list again keeps its times: no status in it has changed. */
  #stampedWorkloads(
    { contractId, workloads }: ReportDraft,
    now: Date,
  ): ContractReport['workloads'] {
    const last = this.#workloads.get(contractId);
    if (last?.drafts === workloads) return last.stamped;
    const stamped = workloads.map(({ name, conditions }) => ({
      name,
      conditions: this.#conditions.stamp(`${contractId}/${name}`, conditions, now),
    }));
    this.#workloads.set(contractId, { drafts: workloads, stamped });
    return stamped;
  }

  /** The name under which the charter knows this host's key; no contract has members of any other name. */
  #node(): NodeId | undefined {
    const { intake, identity } = this.#options;
    return intake.charter?.charter.nodes.find(({ key }) => key.kid === identity.kid)?.id;
  }
}

const hostIs = {
  old: 'as it was before the change',
  new: 'as the change wanted it',
  waiting: 'as the change wanted it, which still waits for its confirmation',
  stuck: 'neither as before nor as wanted',
} as const;
