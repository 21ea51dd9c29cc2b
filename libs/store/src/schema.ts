import type { Charter, Contract, Problem, PublicKey } from '#contract';
import type { Capabilities, HostState } from '#drivers';
import type { ContractReport, ReportState } from '#protocol';
import type { JsonText } from './json-column.js';
import type {
  ContractState,
  ContractWordKind,
  EventReceiverRecord,
  MissingSignature,
  OperationState,
  SignatureRecord,
  StepState,
  StoredAnswer,
  UsageRecord,
  UsageTotals,
} from './records.js';

/** The tables. Columns are snake_case in the database; times are `Date.prototype.toISOString` text, which sorts. */
export interface Schema {
  settings: { key: string; value: string };
  charters: {
    version: number;
    charterId: string;
    digest: string;
    payload: JsonText<Charter>;
    envelope: string;
    acceptedAt: string;
  };
  contracts: {
    contractId: string;
    version: number;
    approvedVersion: number | null;
    state: ContractState;
    revision: number;
    createdAt: string;
    updatedAt: string;
  };
  contractVersions: {
    contractId: string;
    version: number;
    digest: string;
    title: string;
    tenant: string;
    nodes: JsonText<readonly string[]>;
    state: ContractState;
    stateSince: string;
    payload: JsonText<Contract>;
    envelope: string;
    signatures: JsonText<readonly SignatureRecord[]>;
    missing: JsonText<readonly MissingSignature[]>;
    charterVersion: number;
    receivedAt: string;
    traceparent: string | null;
  };
  contractNodes: { contractId: string; node: string };
  contractWords: {
    kind: ContractWordKind;
    contractId: string;
    id: string;
    digest: string;
    saidAt: string;
  };
  nodes: {
    id: string;
    keyId: string | null;
    publicKey: JsonText<PublicKey> | null;
    agentVersion: string | null;
    charterVersion: number | null;
    joinedAt: string | null;
    lastSeenAt: string | null;
    generation: number;
    problems: JsonText<readonly Problem[]>;
    capabilities: JsonText<Capabilities> | null;
    state: JsonText<HostState> | null;
    stateDigest: string | null;
    observedAt: string | null;
  };
  reports: {
    node: string;
    contractId: string;
    version: number;
    digest: string;
    state: ReportState;
    report: JsonText<ContractReport>;
    reportedAt: string;
  };
  joinTokens: {
    hash: string;
    node: string;
    createdAt: string;
    expiresAt: string;
    usedAt: string | null;
  };
  apiTokens: {
    id: string;
    name: string;
    hash: string;
    scopes: JsonText<readonly string[]>;
    createdAt: string;
    expiresAt: string | null;
    lastUsedAt: string | null;
  };
  operations: {
    id: string;
    kind: 'rollout';
    contractId: string;
    version: number;
    state: OperationState;
    createdAt: string;
    finishedAt: string | null;
    error: JsonText<Problem> | null;
  };
  operationSteps: {
    operationId: string;
    node: string;
    state: StepState;
    message: string;
    at: string;
  };
  sequences: { name: string; value: number };
  events: {
    seq: number;
    time: string;
    type: string;
    subject: string;
    actor: string;
    data: JsonText<Readonly<Record<string, unknown>>>;
  };
  eventReceivers: EventReceiverRecord;
  leases: { name: string; holder: string; endsAt: string };
  idempotencyKeys: {
    key: string;
    fingerprint: string;
    answer: JsonText<StoredAnswer> | null;
    createdAt: string;
  };
  usageWindows: UsageRecord;
  usageTotals: UsageTotals;
}
