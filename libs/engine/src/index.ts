export { carryOut } from './carry-out.js';
export type {
  Change,
  ChangeOutcome,
  ChangeStage,
  Failure,
  Progress,
  StageListener,
} from './change.js';
export { checkScenes, type CheckScene } from './check-scene.js';
export { CompositeHost, sortedByIdentity } from './composite-host.js';
export { Exclusive } from './exclusive.js';
export { ModelHost } from './model-host.js';
export type {
  Bell,
  Clock,
  HostPort,
  HostProvider,
  ServiceHealth,
  OperationFailure,
  OperationOutcome,
  Timers,
  WatchedHost,
} from './ports.js';
export type { ForwardingTables, Station } from './forwarding-check.js';
export { proveMtu, type MtuProof, type PathProbe } from './path-probe.js';
export { observedDigest, type Receipt } from './receipt.js';
export { carryOutCheck, type CheckResult, type CheckTools } from './service-check.js';
export type { PacketCounts, TrafficCounters } from './traffic-check.js';
export { deviations, deviationsIn } from './verify.js';
export {
  ChangeControl,
  type ChangeControlOptions,
  type ControlledChange,
  type Frozen,
  type Recovery,
} from './change-control.js';
export { departuresIn, foreignOn, type Departure } from './drift.js';
export {
  decodeEntry,
  encodeEntry,
  MemoryJournal,
  type ConfirmMode,
  type Journal,
  type JournalContent,
  type JournalEntry,
} from './journal.js';
