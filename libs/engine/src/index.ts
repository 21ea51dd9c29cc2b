export { carryOut } from './carry-out.js';
export type { Change, ChangeOutcome, ChangeStage, Failure, StageListener } from './change.js';
export { ModelHost } from './model-host.js';
export type { Clock, HostPort, OperationFailure, OperationOutcome } from './ports.js';
export { observedDigest, type Receipt } from './receipt.js';
export { deviations } from './verify.js';
