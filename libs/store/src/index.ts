export { openStore } from './store.js';
export type { Store } from './store.js';
export type { Repositories } from './repositories.js';
export { StoreError } from './store-error.js';
export type { StoreErrorCode } from './store-error.js';
export { contractStates, operationStates } from './records.js';
export type {
  ApiTokenRecord,
  CharterRecord,
  ContractRecord,
  ContractState,
  ContractVersionRecord,
  ContractWordKind,
  ContractWordRecord,
  EventReceiverRecord,
  EventRecord,
  JoinTokenRecord,
  MissingSignature,
  NodeRecord,
  OperationRecord,
  OperationState,
  OperationStep,
  Page,
  ReportRecord,
  SignatureRecord,
  SignedState,
  StepState,
  StoredAnswer,
  UsageRecord,
  UsageTotals,
} from './records.js';
export type { ContractSummary, DesiredContract } from './contract-repository.js';
export type { IdempotencyRecord } from './idempotency-repository.js';
export type { ReportOutcome } from './report-repository.js';
export { deletedContent } from './usage-repository.js';
export type { SettingKey } from './setting-repository.js';
