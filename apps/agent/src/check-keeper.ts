import type { AuthorisedContract, Contract, NodeId } from '#contract';
import type { HostState, WantedResource } from '#drivers';
import {
  carryOutCheck,
  checkScenes,
  type CheckResult,
  type CheckScene,
  type CheckTools,
  type Clock,
  type Timers,
} from '#engine';

export interface CheckKeeperOptions {
  readonly tools: CheckTools;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Milliseconds for which what was found out counts, where all of it is well. */
  readonly interval: number;
  /** Told when there is something new to tell, or something to be looked at once more. */
  readonly onNews: () => void;
}

export interface CheckRequest {
  readonly accepted: AuthorisedContract;
  readonly node: NodeId;
  readonly wanted: readonly WantedResource[];
  readonly state: HostState;
}

interface Found {
  readonly digest: string;
  /** The version must not stay unless all have passed. */
  readonly isRequired: boolean;
  results: readonly CheckResult[];
  isRunning: boolean;
  /** When the last run ended, in milliseconds; undefined: none has. */
  endedAt?: number;
  disarm?: () => void;
}

/** Milliseconds until a check that failed is tried again: while a change waits for it, and otherwise. */
const awaitedPause = 1_000;
const failedPause = 10_000;

/**
 * Has the checks of contracts carried out, beside everything else: nothing waits for them, and they come one after the
 * other. What was found out last is known at any time.
 */
export class CheckKeeper {
  readonly #found = new Map<string, Found>();
  #runs: Promise<void> = Promise.resolve();

  constructor(private readonly options: CheckKeeperOptions) {}

  /** What is known of a contract that stands; has it looked at again where that is due. */
  look(request: CheckRequest, isAwaited: boolean): readonly CheckResult[] {
    const { contract, digest } = request.accepted;
    const scenes = checkScenes(contract.checks ?? [], request.node, request.wanted);
    const known = this.#found.get(contract.contractId);
    if (known?.digest !== digest) known?.disarm?.();
    const found =
      known?.digest === digest
        ? known
        : { digest, isRequired: isRequired(contract), results: untried(scenes), isRunning: false };
    this.#found.set(contract.contractId, found);
    if (!found.isRunning && this.#isDue(found, isAwaited)) {
      this.#begin(found, scenes, request.state, isAwaited);
    }
    return found.results;
  }

  /** What was last found out about a version. */
  resultsOf(contractId: string, digest: string): readonly CheckResult[] {
    const found = this.#found.get(contractId);
    return found?.digest === digest ? found.results : [];
  }

  /**
   * Whether a version that was brought about works as far as it has to.
   * @param newest what is accepted by now: it counts where nobody has looked at the version since the start
   */
  mayStay(contractId: string, digest: string, newest: Contract | undefined): boolean {
    const found = this.#found.get(contractId);
    if (found?.digest !== digest) return newest === undefined || !isRequired(newest);
    return !found.isRequired || (found.endedAt !== undefined && isWell(found));
  }

  /** When nothing is being checked any more. */
  settled(): Promise<void> {
    return this.#runs;
  }

  #isDue(found: Found, isAwaited: boolean): boolean {
    if (found.endedAt === undefined) return true;
    const passed = this.options.clock.now().getTime() - found.endedAt;
    return passed >= this.#pauseAfter(found, isAwaited);
  }

  #pauseAfter(found: Found, isAwaited: boolean): number {
    if (isWell(found)) return this.options.interval;
    return isAwaited ? awaitedPause : failedPause;
  }

  #begin(found: Found, scenes: readonly CheckScene[], state: HostState, isAwaited: boolean): void {
    if (scenes.length === 0) {
      found.endedAt = this.options.clock.now().getTime();
      return;
    }
    found.isRunning = true;
    found.disarm?.();
    this.#runs = this.#runs.then(() => this.#run(found, scenes, state, isAwaited));
  }

  async #run(
    found: Found,
    scenes: readonly CheckScene[],
    state: HostState,
    isAwaited: boolean,
  ): Promise<void> {
    const { clock, timers, tools, onNews } = this.options;
    const results: CheckResult[] = [];
    for (const scene of scenes) {
      const result = await carryOutCheck(scene, state, tools).catch((cause: unknown) =>
        brokenOff(scene, cause),
      );
      if (result !== undefined) results.push(result);
    }
    const isNew = JSON.stringify(results) !== JSON.stringify(found.results);
    if (isNew) found.results = results;
    const isFirst = found.endedAt === undefined;
    found.isRunning = false;
    found.endedAt = clock.now().getTime();
    if (!isWell(found)) {
      found.disarm = timers.after(this.#pauseAfter(found, isAwaited), onNews);
    }
    if (isNew || isFirst) onNews();
  }
}

function isRequired({ change }: Contract): boolean {
  return change?.requireChecks === true;
}

function isWell({ results }: Found): boolean {
  return results.every(({ status }) => status === 'True');
}

function untried(scenes: readonly CheckScene[]): readonly CheckResult[] {
  return scenes.map(({ check: { name, workload } }) => ({
    name,
    workload,
    status: 'Unknown',
    reason: 'NotTriedYet',
    message: 'not carried out yet',
  }));
}

function brokenOff({ check: { name, workload } }: CheckScene, cause: unknown): CheckResult {
  const message = `could not be carried out: ${cause instanceof Error ? cause.message : String(cause)}`;
  return { name, workload, status: 'Unknown', reason: 'BrokenOff', message };
}
