import type { Charter, Contract, Problem, PublicKey } from '#contract';
import type { Capabilities } from '#drivers';
import type { ContractReport } from '#protocol';

/**
 * Where a version of a contract stands. `signing` → `approved` → `rollingOut` → `active`, `degraded`, `waiting` (a host
 * lacks what it may come to have) or `disabled` (by its own word).
 */
export const contractStates = [
  'signing',
  'approved',
  'rollingOut',
  'active',
  'degraded',
  'waiting',
  'disabled',
  'superseded',
] as const;
export type ContractState = (typeof contractStates)[number];

export const operationStates = ['running', 'succeeded', 'failed'] as const;
export type OperationState = (typeof operationStates)[number];

export type StepState = 'pending' | 'running' | 'succeeded' | 'failed';

export interface CharterRecord {
  readonly version: number;
  readonly charterId: string;
  readonly digest: string;
  readonly payload: Charter;
  /** The envelope as it is served to hosts. */
  readonly envelope: string;
  readonly acceptedAt: string;
}

/** A contract as a whole; `version` is its latest version, whether approved or not. */
export interface ContractRecord {
  readonly contractId: string;
  readonly version: number;
  /** The version that hosts are asked to carry out; null: none yet. */
  readonly approvedVersion: number | null;
  /** State of the latest version. */
  readonly state: ContractState;
  /** Counts every stored change; the ETag of the contract. */
  readonly revision: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A signature that was found good. */
export interface SignatureRecord {
  readonly kid: string;
  readonly principal: string;
  readonly issuedAt: string;
}

/** A signature that is asked for and not there yet. */
export interface MissingSignature {
  readonly principal: string;
  readonly weight: number;
  /** Whether nothing goes without this one. */
  readonly required: boolean;
}

/** What grows while a version is being signed. */
export interface SignedState {
  readonly envelope: string;
  readonly signatures: readonly SignatureRecord[];
  readonly missing: readonly MissingSignature[];
  /** The charter by which the signatures were judged. */
  readonly charterVersion: number;
}

export interface ContractVersionRecord extends SignedState {
  readonly contractId: string;
  readonly version: number;
  readonly digest: string;
  readonly title: string;
  readonly tenant: string;
  readonly nodes: readonly string[];
  readonly state: ContractState;
  readonly stateSince: string;
  readonly payload: Contract;
  readonly receivedAt: string;
}

/** `confirmation`: the version may stay. `retry`: try once more what is frozen or was refused. */
export type ContractWordKind = 'confirmation' | 'retry';

/** What an operator said about an approved version. */
export interface ContractWordRecord {
  readonly kind: ContractWordKind;
  readonly contractId: string;
  /** Tells one word from the next of the same kind. */
  readonly id: string;
  readonly digest: string;
  readonly saidAt: string;
}

/** A host. One that a contract names but that never joined has a generation and nothing else. */
export interface NodeRecord {
  readonly id: string;
  readonly keyId: string | null;
  readonly publicKey: PublicKey | null;
  readonly agentVersion: string | null;
  readonly charterVersion: number | null;
  readonly joinedAt: string | null;
  readonly lastSeenAt: string | null;
  /** Counts the changes of what is wanted of this host. */
  readonly generation: number;
  /** Why the host refused documents other than contracts. */
  readonly problems: readonly Problem[];
  /** What its kernel can do, with the state as last reported; null: nothing is known. */
  readonly capabilities: Capabilities | null;
  readonly stateDigest: string | null;
  readonly observedAt: string | null;
}

export interface ReportRecord {
  readonly node: string;
  readonly report: ContractReport;
  readonly reportedAt: string;
}

export interface ApiTokenRecord {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the secret, base64url. */
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  /** Null: never. */
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

export interface JoinTokenRecord {
  /** SHA-256 of the token, base64url. */
  readonly hash: string;
  readonly node: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

export interface OperationStep {
  readonly node: string;
  readonly state: StepState;
  readonly message: string;
  readonly at: string;
}

export interface OperationRecord {
  readonly id: string;
  readonly kind: 'rollout';
  readonly contractId: string;
  readonly version: number;
  readonly state: OperationState;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly error: Problem | null;
}

/** How far someone outside has been told what happened. */
export interface EventReceiverRecord {
  readonly name: string;
  /** Number of the last event that was handed over, refused or not wanted. */
  readonly toldSeq: number;
  /** How many events the receiver refused for good. */
  readonly refused: number;
  /** How many were gone before they could be handed over. */
  readonly lost: number;
  /** Which was refused last, and why; null: none. */
  readonly lastRefusal: string | null;
}

export interface EventRecord {
  readonly seq: number;
  readonly time: string;
  readonly type: string;
  readonly subject: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a request with an idempotency key was answered. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A part of a list that is read in the order of its keys. */
export interface Page {
  /** The key after which to begin; absent: at the start. */
  readonly after?: string;
  readonly limit: number;
}

/** A signed window of a host. */
export interface UsageRecord {
  readonly node: string;
  readonly sequence: number;
  readonly startsAt: string;
  readonly endsAt: string;
  /** Of the JWS. */
  readonly digest: string;
  /** '' when it was deleted. */
  readonly jws: string;
}

/** What one interface has carried since its host first told of it; never falls. */
export interface UsageTotals {
  readonly node: string;
  readonly number: number;
  readonly contractId: string;
  readonly workload: string;
  readonly interface: string;
  readonly receivePackets: string;
  readonly receiveOctets: string;
  readonly transmitPackets: string;
  readonly transmitOctets: string;
  readonly overflowPackets: string;
}
