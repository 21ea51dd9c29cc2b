import { z } from 'zod';
import { condition, problem } from './answers.js';

// The controller's answers about contracts; see `answers.ts` for the rule on unknown members.

export const contractSummary = z.object({
  contractId: z.string(),
  version: z.int(),
  title: z.string(),
  state: z.string(),
  nodes: z.array(z.string()).optional(),
  updatedAt: z.string().nullish(),
});
export type ContractSummary = z.infer<typeof contractSummary>;

export const contractView = contractSummary.extend({
  digest: z.string(),
  owner: z.object({ tenant: z.string() }).optional(),
  signatures: z.array(
    z.object({ kid: z.string(), principal: z.string(), issuedAt: z.string().optional() }),
  ),
  missing: z.array(z.object({ principal: z.string(), weight: z.int(), required: z.boolean() })),
  createdAt: z.string().nullish(),
});
export type ContractAnswer = z.infer<typeof contractView>;

const operationStep = z.object({
  node: z.string(),
  state: z.string(),
  message: z.string().nullish(),
  at: z.string().nullish(),
});
export type OperationStep = z.infer<typeof operationStep>;

export const operation = z.object({
  id: z.string(),
  kind: z.string(),
  contractId: z.string(),
  version: z.int(),
  state: z.enum(['running', 'succeeded', 'failed']),
  progress: z.object({ done: z.int(), total: z.int() }),
  steps: z.array(operationStep),
  createdAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
  error: problem.nullish(),
});
export type OperationAnswer = z.infer<typeof operation>;

/** After a submission or a signature: `operation` where that completed the contract. */
export const received = z.object({
  contractId: z.string(),
  version: z.int(),
  state: z.string(),
  missing: z.array(z.object({ principal: z.string() })).optional(),
  operation: z.object({ id: z.string() }).nullish(),
});
export type Received = z.infer<typeof received>;

const resource = z.record(z.string(), z.unknown()).nullish();

const plannedOperation = z.object({
  action: z.enum(['create', 'adopt', 'change', 'recreate', 'delete']),
  identity: z.string(),
  fields: z.array(z.string()),
  effect: z.enum(['none', 'brief-interruption', 'outage']),
  workload: z.string().nullish(),
  before: resource,
  after: resource,
  mtu: z.object({ mtu: z.int(), most: z.int().nullable(), limit: z.string() }).nullish(),
});
export type PlannedOperation = z.infer<typeof plannedOperation>;

const hostPlan = z.object({
  node: z.string(),
  operations: z.array(plannedOperation),
  problems: z.array(problem),
});
export type HostPlan = z.infer<typeof hostPlan>;

export const plan = z.object({
  contractId: z.string(),
  version: z.int(),
  digest: z.string().nullish(),
  hosts: z.array(hostPlan),
});
export type PlanAnswer = z.infer<typeof plan>;

const drift = z.object({
  state: z.enum(['in-sync', 'drifted', 'unknown']),
  since: z.string().optional(),
  items: z.array(z.object({ kind: z.string(), identity: z.string(), fields: z.array(z.string()) })),
  repairs: z.int(),
  repaired: z.object({ at: z.string() }).optional(),
});
export type Drift = z.infer<typeof drift>;

const hostStatus = z.object({
  node: z.string(),
  state: z.string(),
  version: z.int().nullish(),
  conditions: z.array(condition),
  workloads: z.array(z.object({ name: z.string(), conditions: z.array(condition) })),
  problems: z.array(problem).optional(),
  drift: drift.optional(),
  reportedAt: z.string().nullish(),
});
export type HostStatus = z.infer<typeof hostStatus>;

export const contractStatus = z.object({
  contractId: z.string(),
  version: z.int(),
  state: z.string(),
  observedVersion: z.int().nullish(),
  conditions: z.array(condition),
  hosts: z.array(hostStatus),
});
export type ContractStatus = z.infer<typeof contractStatus>;
