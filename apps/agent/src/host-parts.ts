import type { Contract, Problem, SigningKey, TrustAnchor } from '#contract';
import { createRegistry, type AnyDriver, type DriverRegistry, type Uplink } from '#drivers';
import type {
  ChangeControl,
  ChangeControlOptions,
  CheckTools,
  Clock,
  HostPort,
  Journal,
  ServiceHealth,
  Timers,
} from '#engine';
import type { HostMeasures } from '#protocol';
import { noTracer, type Tracer } from '#trace';
import { AcceptedDocuments } from './accepted-documents.js';
import { CarrierKeeper } from './carrier-keeper.js';
import { CheckKeeper } from './check-keeper.js';
import { ChangeTraces } from './change-traces.js';
import { CompiledContracts } from './compiled-contracts.js';
import type { ControllerPort } from './controller-port.js';
import { ControllerTalk, type TalkReason } from './controller-talk.js';
import { DocumentIntake } from './document-intake.js';
import { DriftKeeper } from './drift-keeper.js';
import { HostKeeper, type HostView, type KeeperReason } from './host-keeper.js';
import type { Log } from './log.js';
import { Reconciler } from './reconciler.js';
import { RetryGate } from './retry-gate.js';
import type { StateDir } from './state-dir.js';
import { TracedChangeControl } from './traced-change-control.js';
import { WakeUp } from './wake-up.js';
import { waysThrough, withRiders } from './ways-through.js';

export interface HostPartsOptions {
  readonly state: StateDir;
  readonly anchor: TrustAnchor;
  readonly identity: SigningKey;
  readonly drivers: readonly AnyDriver[];
  readonly host: HostPort;
  readonly journal: Journal;
  readonly link: ControllerPort;
  /** Whom the host must go on to reach so that `link` works; absent: nobody but itself. */
  readonly uplink?: Uplink | undefined;
  /** See `ReconcilerOptions`. */
  readonly unmet?: ((contract: Contract) => Promise<readonly Problem[]>) | undefined;
  /** What the checks of contracts are carried out with. */
  readonly checkTools: CheckTools;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Who is told what was done and when; absent: nobody. */
  readonly tracer?: Tracer | undefined;
  /** Milliseconds. */
  readonly pollInterval: number;
  /** 0 up to 1. */
  readonly random: () => number;
  /** Told of every look at the host, besides the controller. */
  readonly onView?: (view: HostView) => void;
  /** See `ControllerTalkOptions`. */
  readonly measure?: (view: HostView) => HostMeasures;
}

/** The agent, put together: who keeps the host, who talks with the controller, and the bells between them. */
export interface HostParts {
  readonly keeper: HostKeeper;
  readonly talk: ControllerTalk;
  readonly control: ChangeControl;
  readonly intake: DocumentIntake;
  readonly checks: CheckKeeper;
  readonly keeperBell: WakeUp<KeeperReason>;
  readonly talkBell: WakeUp<TalkReason>;
}

/** Repairs of one contract: sixty at once, then one a second. */
const repairPace = { burst: 60, refillSeconds: 1 };
/** A version that fails is tried five times, then every half minute. */
const changePace = { burst: 5, refillSeconds: 30 };
/** Milliseconds between two runs of checks that pass. */
const leastCheckInterval = 5_000;

export function assembleHost(options: HostPartsOptions): HostParts {
  const { state, anchor, identity, host, link, clock, log, pollInterval, random } = options;
  const memory = new AcceptedDocuments(state);
  const intake = new DocumentIntake(anchor, memory);
  const registry = createRegistry(options.drivers);
  const keeperBell = new WakeUp<KeeperReason>();
  const talkBell = new WakeUp<TalkReason>();
  const traces = new ChangeTraces();
  const control = controlOf(options, memory, traces, keeperBell);
  const checks = checkKeeperOf(options, keeperBell);
  const reconciler = new Reconciler({
    host,
    control,
    compiled: new CompiledContracts(registry),
    drift: driftKeeperOf(options, control),
    carriers: carrierKeeperOf(options, keeperBell),
    checks,
    retries: new RetryGate(clock, changePace),
    identity,
    clock,
    uplink: options.uplink,
    unmet: options.unmet,
    onProgress: (draft) => {
      talk.reportProgress(keeper.stamped(draft));
    },
  });
  const common = { intake, memory, control, clock, log, random };
  const talk = new ControllerTalk({
    ...common,
    link: traces.noting(link),
    bell: talkBell,
    keeper: keeperBell,
    pollInterval,
    measure: options.measure,
    mayStay: (id, digest) => checks.mayStay(id, digest, intake.contracts.get(id)?.contract),
  });
  const keeper = new HostKeeper({
    ...common,
    reconciler,
    identity,
    health: healthOf(host, intake, registry),
    bell: keeperBell,
    interval: pollInterval,
    onView: (view) => {
      talk.show(view);
      options.onView?.(view);
    },
  });
  return { keeper, talk, control, intake, checks, keeperBell, talkBell };
}

function healthOf(
  host: HostPort,
  { contracts }: DocumentIntake,
  registry: DriverRegistry,
): () => readonly ServiceHealth[] {
  const ways = waysThrough(registry);
  return () => {
    const accepted = [...contracts.values()].map(({ contract }) => contract);
    return withRiders(host.health?.() ?? [], accepted, ways);
  };
}

function checkKeeperOf(
  { checkTools: tools, clock, timers, pollInterval }: HostPartsOptions,
  keeper: WakeUp<KeeperReason>,
): CheckKeeper {
  const onNews = (): void => {
    keeper.ring('checks');
  };
  const interval = Math.max(pollInterval / 2, leastCheckInterval);
  return new CheckKeeper({ tools, clock, timers, interval, onNews });
}

function carrierKeeperOf(
  { clock, timers }: HostPartsOptions,
  keeper: WakeUp<KeeperReason>,
): CarrierKeeper {
  const onSteady = (): void => {
    keeper.ring('kernel');
  };
  return new CarrierKeeper({ clock, timers, onSteady });
}

function controlOf(
  { host, journal, clock, timers, log, tracer = noTracer }: HostPartsOptions,
  memory: AcceptedDocuments,
  traces: ChangeTraces,
  keeper: WakeUp<KeeperReason>,
): ChangeControl {
  const options: ChangeControlOptions = {
    host,
    journal,
    clock,
    timers,
    onReverted: ({ contract, version, digest }, { ended }) => {
      memory.markReverted(contract, { version, digest });
      log('warn', 'nobody confirmed the change in time', { contract, version, ended });
      keeper.ring('change');
    },
  };
  return new TracedChangeControl(options, tracer, traces);
}

function driftKeeperOf(
  { clock, log, uplink }: HostPartsOptions,
  control: ChangeControl,
): DriftKeeper {
  return new DriftKeeper({
    control,
    clock,
    uplink,
    repairs: new RetryGate(clock, repairPace),
    onRepair: (contractId, { items }) => {
      const named = items.slice(0, 20);
      log('warn', 'the host departed from a contract; repairing', {
        contract: contractId,
        items: named,
      });
    },
    onFreeze: (contractId, { items }) => {
      const named = items.slice(0, 20);
      log('error', 'the host departed from a contract, which is frozen', {
        contract: contractId,
        items: named,
      });
    },
  });
}
