import type { AuthorisedContract } from '#contract';
import {
  concerns,
  planChange,
  type HostState,
  type Plan,
  type Uplink,
  type WantedResource,
} from '#drivers';
import {
  departuresIn,
  deviationsIn,
  foreignOn,
  type ChangeControl,
  type ChangeOutcome,
  type Clock,
} from '#engine';
import type { Drift } from '#protocol';
import type { RetryGate } from './retry-gate.js';
import { uplinkFor } from './uplink-to-controller.js';

export interface KeepRequest {
  readonly accepted: AuthorisedContract;
  readonly wanted: readonly WantedResource[];
  readonly state: HostState;
}

export interface Kept {
  readonly outcome: ChangeOutcome;
  readonly drift: Drift;
}

export interface DriftKeeperOptions {
  readonly control: ChangeControl;
  readonly clock: Clock;
  /** Whom the host must go on to reach; absent: nobody but itself. */
  readonly uplink?: Uplink | undefined;
  /** How often one contract is repaired. */
  readonly repairs: RetryGate;
  /** Told of every repair, before it begins. */
  readonly onRepair: (contractId: string, drift: Drift) => void;
  /** Told when a contract is frozen because of its departures. */
  readonly onFreeze: (contractId: string, drift: Drift) => void;
}

type Repairs = Pick<Drift, 'repairs' | 'repaired'>;

/** Departures that are told of one repair. */
const mostItems = 20;

/** Compares what was brought about with the host, and does about departures what the contract says. */
export class DriftKeeper {
  readonly #since = new Map<string, string>();
  readonly #repairs = new Map<string, Repairs>();
  readonly #frozen = new Map<string, Drift>();

  /** Contracts that had all they wanted, and on which reading: that holds for as long as nothing changes for them. */
  readonly #found = new Map<string, Omit<KeepRequest, 'accepted'> & { readonly kept: Kept }>();

  constructor(private readonly options: DriftKeeperOptions) {}

  async keep(request: KeepRequest): Promise<Kept> {
    const { accepted, wanted, state } = request;
    const { contractId } = accepted.contract;
    const found = this.#found.get(contractId);
    const isUntouched =
      found?.wanted === wanted && !concerns(contractId, wanted, found.state, state);
    const kept = isUntouched ? keptOn(state, found.kept) : await this.#compare(request);
    if (kept.outcome.state === 'unchanged' && kept.drift.state === 'in-sync') {
      this.#found.set(contractId, { wanted, state, kept });
    } else {
      this.#found.delete(contractId);
    }
    return kept;
  }

  async #compare({ accepted, wanted, state }: KeepRequest): Promise<Kept> {
    const { contractId } = accepted.contract;
    const planned = planChange({
      contract: contractId,
      wanted,
      previous: [],
      state,
      ...uplinkFor(accepted.contract, this.options.uplink),
    });
    if (!planned.ok) {
      const outcome = { state: 'refused', problems: planned.problems, observed: state } as const;
      return { outcome, drift: this.#drifted(contractId, []) };
    }
    const plan = planned.value;
    if (plan.operations.length === 0) {
      return {
        outcome: { state: 'unchanged', plan, observed: state },
        drift: this.#inSync(plan, state),
      };
    }
    const drift = this.#drifted(contractId, departuresIn(plan));
    const policy = accepted.contract.change?.drift ?? 'repair';
    if (policy === 'repair' && this.options.repairs.pass(contractId)) {
      return this.#repair({ accepted, wanted, state }, plan, drift);
    }
    if (policy === 'freeze') this.#freeze(accepted, plan, drift);
    return { outcome: { state: 'unchanged', plan, observed: state }, drift };
  }

  /** What was seen last of a contract that is not looked after any more; undefined: nothing since the start. */
  lastOf(contractId: string): Drift | undefined {
    return this.#frozen.get(contractId);
  }

  #freeze({ contract, digest }: AuthorisedContract, plan: Plan, drift: Drift): void {
    const { contractId, version } = contract;
    this.#frozen.set(contractId, drift);
    const departures = deviationsIn(plan);
    this.options.control.freeze({ contract: contractId, version, digest }, plan, departures);
    this.options.onFreeze(contractId, drift);
  }

  async #repair(
    { accepted: { contract, digest }, wanted, state }: KeepRequest,
    plan: Plan,
    drift: Drift,
  ): Promise<Kept> {
    const { control, onRepair } = this.options;
    const { contractId, version } = contract;
    onRepair(contractId, drift);
    const at = this.options.clock.now().toISOString();
    const repaired = { at, items: drift.items.slice(0, mostItems) };
    this.#repairs.set(contractId, { repairs: drift.repairs + 1, repaired });
    const change = { contract: contractId, version, digest, wanted, previous: [], plan };
    const outcome = await control.carryOut(change, state);
    const isMended = outcome.state === 'applied' || outcome.state === 'unchanged';
    return {
      outcome,
      drift: isMended
        ? this.#inSync(outcome.plan, outcome.observed)
        : { ...drift, ...this.#repairsOf(contractId) },
    };
  }

  #inSync(plan: Plan, state: HostState): Drift {
    this.#since.delete(plan.contract);
    this.#frozen.delete(plan.contract);
    return {
      state: 'in-sync',
      items: foreignOn(plan, state),
      ...this.#repairsOf(plan.contract),
    };
  }

  #drifted(contractId: string, items: Drift['items']): Drift {
    const since = this.#since.get(contractId) ?? this.options.clock.now().toISOString();
    this.#since.set(contractId, since);
    return { state: 'drifted', since, items, ...this.#repairsOf(contractId) };
  }

  #repairsOf(contractId: string): Repairs {
    return this.#repairs.get(contractId) ?? { repairs: 0 };
  }
}

/** The same on a reading that is no other for the contract. */
function keptOn(state: HostState, kept: Kept): Kept {
  return kept.outcome.observed === state
    ? kept
    : { ...kept, outcome: { ...kept.outcome, observed: state } };
}
