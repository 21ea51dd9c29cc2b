import { accept } from '#contract';
import { planChange, type HostState, type Plan } from '#drivers';
import { aimAt } from './aim.js';
import { attemptPlan } from './attempt.js';
import type { Change, ChangeOutcome, Failure, StageListener } from './change.js';
import { Exclusive } from './exclusive.js';
import type { ConfirmMode, DamagedEntry, Journal, JournalEntry } from './journal.js';
import type { Clock, HostPort, Timers } from './ports.js';

/** A change that is journalled, and that may have to be confirmed. */
export interface ControlledChange extends Change {
  readonly version: number;
  /** Digest of the contract version. */
  readonly digest: string;
  /** Made for this change on the very state that is passed with it; absent: it is still to be made. */
  readonly plan?: Plan;
  /** Absent: the change stays without anybody's word, as when a network that was confirmed before is brought back. */
  readonly confirmation?: { readonly mode: ConfirmMode; readonly withinSeconds: number };
}

/** How a change that was under way when the agent ended has ended at the next start. */
export interface Recovery {
  readonly contract: string;
  readonly version: number;
  readonly digest: string;
  /** `old`: as before the change; `new`: as it wanted; `waiting`: new, and still to be confirmed; `stuck`: neither. */
  readonly ended: 'old' | 'new' | 'waiting' | 'stuck';
  readonly residue: readonly Failure[];
}

/** Why a contract of a host is not touched until people have looked. */
export interface Frozen {
  readonly contract: string;
  /** `roll-back`: it failed · `journal`: can't be read · `departure`: others have changed what was brought about. */
  readonly cause: 'roll-back' | 'journal' | 'departure';
  readonly reason: string;
  readonly residue: readonly Failure[];
}

export interface ChangeControlOptions {
  readonly host: HostPort;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Told when a change was taken back because nobody confirmed it in time. */
  readonly onReverted: (entry: JournalEntry, recovery: Recovery) => void;
}

/**
 * Makes every change of a host one that ends: as wanted, or as before. The way back is on disk before the first
 * operation; a change that must be confirmed is taken back by the host itself when the time is up. Exactly one of
 * confirmation and time-out wins: whichever reaches the journal first.
 */
export class ChangeControl {
  readonly #options: ChangeControlOptions;
  readonly #turns = new Exclusive();
  readonly #pending = new Map<
    string,
    { readonly entry: JournalEntry; readonly disarm: () => void }
  >();
  readonly #frozen = new Map<string, Frozen>();

  #triesAgain = 0;

  constructor(options: ChangeControlOptions) {
    this.#options = options;
  }

  /** Changes that stand and wait for a word, by contract. */
  get pending(): ReadonlyMap<string, { readonly entry: JournalEntry }> {
    return this.#pending;
  }

  /** How often since the start putting back was tried again, after errors that may pass. */
  get triesAgain(): number {
    return this.#triesAgain;
  }

  /** Contracts that are not touched any more, by contract. */
  get frozen(): ReadonlyMap<string, Frozen> {
    return this.#frozen;
  }

  /** Reads the host when nobody changes it. */
  observe(): Promise<HostState> {
    return this.#turns.run(() => this.#options.host.observe());
  }

  /** Ends what was under way when the agent ended. To be called once, before any change. */
  recover(): Promise<readonly Recovery[]> {
    const { entries, damaged } = this.#options.journal.read();
    for (const entry of damaged) this.#freezeDamaged(entry);
    return this.#turns.run(async () => {
      const recoveries: Recovery[] = [];
      for (const entry of entries) recoveries.push(await this.#recoverOne(entry));
      return recoveries;
    });
  }

  /** Carries out one contract's change on a host that was just observed. */
  carryOut(
    change: ControlledChange,
    before: HostState,
    listen: StageListener = () => undefined,
  ): Promise<ChangeOutcome> {
    return this.#turns.run(() => this.#carryOut(change, before, listen));
  }

  /** Lets a pending change stay. False: there is none of this digest, or its time was up. */
  confirm(contract: string, digest: string): boolean {
    const pending = this.#pending.get(contract);
    if (pending?.entry.digest !== digest || this.#isLate(pending.entry)) return false;
    pending.disarm();
    this.#options.journal.remove(contract);
    this.#pending.delete(contract);
    return true;
  }

  /** Touches a contract no more, from which the host departs, also after a restart; only {@link retry} ends that. */
  freeze(
    { contract, version, digest }: Pick<ControlledChange, 'contract' | 'version' | 'digest'>,
    { target }: Plan,
    departures: readonly Failure[],
  ): void {
    const entry = entryFor({ contract, version, digest }, { target, inverse: target });
    this.#options.journal.write({ ...entry, stage: 'departed', residue: departures });
    this.#freeze(entry, 'departure', departures);
  }

  /** Tries once more to put back what a frozen contract left or lost; true: the host is as before that. */
  retry(contract: string): Promise<boolean> {
    return this.#turns.run(async () => {
      const entry = this.#options.journal.read().entries.find((one) => one.contract === contract);
      if (entry?.stage !== 'stuck' && entry?.stage !== 'departed') return false;
      this.#frozen.delete(contract);
      return (await this.#takeBack(entry)).ended === 'old';
    });
  }

  /** Stops the timers; what is pending stays in the journal and is ended at the next start. */
  close(): void {
    for (const { disarm } of this.#pending.values()) disarm();
    this.#pending.clear();
  }

  async #carryOut(
    change: ControlledChange,
    before: HostState,
    listen: StageListener,
  ): Promise<ChangeOutcome> {
    const planned =
      change.plan === undefined ? planChange({ ...change, state: before }) : accept(change.plan);
    if (!planned.ok) return { state: 'refused', problems: planned.problems, observed: before };
    const plan = planned.value;
    if (plan.operations.length === 0) return { state: 'unchanged', plan, observed: before };

    const entry = entryFor(change, plan);
    this.#options.journal.write(entry);
    const attempt = await attemptPlan(this.#options.host, plan, listen);
    if (!attempt.ok) return this.#failed(entry, plan, attempt.failures, listen);
    const deadline = this.#await(entry, change.confirmation?.withinSeconds);
    const { observed } = attempt;
    return deadline === null
      ? { state: 'applied', plan, observed }
      : { state: 'pending', plan, observed, deadline };
  }

  /** A verified change either stays at once or gets its deadline; the deadline counts from now. */
  #await(entry: JournalEntry, withinSeconds: number | undefined): string | null {
    const { journal, clock } = this.#options;
    if (withinSeconds === undefined) {
      journal.remove(entry.contract);
      return null;
    }
    const deadline = new Date(clock.now().getTime() + withinSeconds * 1000).toISOString();
    const confirming: JournalEntry = { ...entry, stage: 'confirming', deadline };
    journal.write(confirming);
    this.#arm(confirming);
    return deadline;
  }

  async #failed(
    entry: JournalEntry,
    plan: Plan,
    failures: readonly Failure[],
    listen: StageListener,
  ): Promise<ChangeOutcome> {
    listen('rolling-back', plan);
    const { recovery, observed } = await this.#takeBackAndRead(entry);
    return recovery.ended === 'old'
      ? { state: 'rolled-back', plan, failures, observed }
      : { state: 'stuck', plan, failures, residue: recovery.residue, observed };
  }

  #arm(entry: JournalEntry): void {
    const { timers, clock } = this.#options;
    const left = Math.max(0, Date.parse(entry.deadline ?? '') - clock.now().getTime());
    const disarm = timers.after(left, () => {
      this.#timeIsUp(entry);
    });
    this.#pending.set(entry.contract, { entry, disarm });
  }

  /** The decision falls here, at once; putting back waits for its turn. */
  #timeIsUp(entry: JournalEntry): void {
    if (this.#pending.get(entry.contract)?.entry !== entry) return;
    this.#pending.delete(entry.contract);
    const goingBack: JournalEntry = { ...entry, stage: 'rolling-back' };
    this.#options.journal.write(goingBack);
    this.#goBack(goingBack);
  }

  /** Tried anew for as long as the host can't be read at all; the journal knows of it meanwhile. */
  #goBack(entry: JournalEntry): void {
    const { timers, onReverted } = this.#options;
    void this.#turns
      .run(() => this.#takeBack(entry))
      .then(
        (recovery) => {
          onReverted(entry, recovery);
        },
        () => {
          timers.after(unreadableHostPause, () => {
            this.#goBack(entry);
          });
        },
      );
  }

  #isLate({ deadline }: JournalEntry): boolean {
    return deadline !== null && this.#options.clock.now() >= new Date(deadline);
  }

  async #recoverOne(entry: JournalEntry): Promise<Recovery> {
    switch (entry.stage) {
      case 'confirming':
        if (this.#isLate(entry)) return this.#takeBack(entry);
        this.#arm(entry);
        return ended(entry, 'waiting');
      case 'applying':
      case 'rolling-back':
        return this.#takeBack(entry);
      case 'stuck':
        this.#freeze(entry, 'roll-back', entry.residue);
        return ended(entry, 'stuck', entry.residue);
      case 'departed':
        this.#freeze(entry, 'departure', entry.residue);
        return ended(entry, 'stuck', entry.residue);
    }
  }

  async #takeBack(entry: JournalEntry): Promise<Recovery> {
    return (await this.#takeBackAndRead(entry)).recovery;
  }

  async #takeBackAndRead(
    entry: JournalEntry,
  ): Promise<{ readonly recovery: Recovery; readonly observed: HostState }> {
    const { host, journal } = this.#options;
    journal.write({ ...entry, stage: 'rolling-back' });
    const attempt = await aimAt(host, entry.contract, entry.inverse, (tries) => this.#pause(tries));
    const { observed } = attempt;
    if (attempt.ok) {
      journal.remove(entry.contract);
      return { recovery: ended(entry, 'old'), observed };
    }
    this.#freeze(entry, 'roll-back', attempt.failures);
    journal.write({ ...entry, stage: 'stuck', residue: attempt.failures });
    return { recovery: ended(entry, 'stuck', attempt.failures), observed };
  }

  /** Waits twice as long before every further try, a second in all. */
  async #pause(tries: number): Promise<boolean> {
    if (tries > mostTries) return false;
    this.#triesAgain += 1;
    await new Promise<void>((resolve) => {
      this.#options.timers.after(firstPause * 2 ** (tries - 1), resolve);
    });
    return true;
  }

  #freeze(
    { contract }: JournalEntry,
    cause: 'roll-back' | 'departure',
    residue: readonly Failure[],
  ): void {
    this.#frozen.set(contract, { contract, cause, reason: reasons[cause], residue });
  }

  #freezeDamaged({ contract, reason }: DamagedEntry): void {
    this.#frozen.set(contract, {
      contract,
      cause: 'journal',
      reason: `its journal can't be read: ${reason}`,
      residue: [],
    });
  }
}

/** Further tries of putting back before a contract is frozen, and milliseconds before the first of them. */
const mostTries = 5;
const firstPause = 32;
/** Milliseconds until a host that could not be read is tried again. */
const unreadableHostPause = 1_000;

const reasons = {
  'roll-back': 'a change could not be taken back in full',
  departure: 'others have changed what was brought about, and the contract says to freeze it then',
} as const;

function entryFor(
  change: Pick<ControlledChange, 'contract' | 'version' | 'digest' | 'confirmation'>,
  { target, inverse }: Pick<Plan, 'target' | 'inverse'>,
): JournalEntry {
  return {
    format: 1,
    contract: change.contract,
    version: change.version,
    digest: change.digest,
    stage: 'applying',
    confirm: change.confirmation?.mode ?? 'automatic',
    deadline: null,
    target: new Map([...target].filter(([identity]) => inverse.has(identity))),
    inverse,
    residue: [],
  };
}

function ended(
  { contract, version, digest }: JournalEntry,
  how: Recovery['ended'],
  residue: readonly Failure[] = [],
): Recovery {
  return { contract, version, digest, ended: how, residue };
}
