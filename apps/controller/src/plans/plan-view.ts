import { z } from 'zod';
import type { MtuBudget, Operation } from '#drivers';
import { counter, listOf, problemView } from '../http/views.js';

const resourceTypes = [
  'link',
  'port',
  'address',
  'route',
  'fdb',
  'bridge-fdb',
  'mdb',
  'rule',
  'nft',
  'ipsec',
] as const;

const resourceView = z
  .looseObject({ type: z.enum(resourceTypes) })
  .meta({ id: 'Resource', description: 'a piece of host state; its members follow from its type' });

const mtuView = z
  .object({
    mtu: counter,
    most: counter.nullable().describe('the largest that would fit; null: nothing below limits it'),
    limit: z
      .string()
      .describe("what limits it, from the bottom: 'eth1 1500, less 50 for VXLAN over IPv4'"),
  })
  .meta({
    id: 'MtuBudget',
    description: 'the MTU that an interface will have, and what limits it',
  });

export const operationView = z
  .object({
    action: z.enum(['create', 'adopt', 'change', 'recreate', 'delete']),
    identity: z.string(),
    resourceType: z.string(),
    fields: listOf(z.string()),
    effect: z.enum(['none', 'brief-interruption', 'outage']),
    workload: z.string().nullable(),
    dependsOn: listOf(z.string()),
    before: resourceView.nullable(),
    after: resourceView.nullable(),
    mtu: mtuView.nullable(),
  })
  .meta({ id: 'PlannedOperation' });
export type OperationView = z.infer<typeof operationView>;

export const planSummaryView = z
  .object({ create: counter, adopt: counter, change: counter, recreate: counter, delete: counter })
  .meta({ id: 'PlanSummary' });

export const hostPlanView = z
  .object({
    node: z.string(),
    operations: listOf(operationView),
    problems: listOf(problemView).describe('why this host could not carry out the contract now'),
    summary: planSummaryView,
  })
  .meta({ id: 'HostPlan' });
export type HostPlanView = z.infer<typeof hostPlanView>;

export const planView = z
  .object({
    contractId: z.string(),
    version: counter,
    digest: z.string(),
    hosts: listOf(hostPlanView),
  })
  .meta({ id: 'Plan' });
export type PlanView = z.infer<typeof planView>;

export function viewOfOperation(
  operation: Operation,
  budget: MtuBudget | undefined,
): OperationView {
  const { action, identity, fields, effect, owner, dependsOn, before, after } = operation;
  return {
    action,
    identity,
    resourceType: (after ?? before)?.type ?? 'link',
    fields,
    effect,
    workload: owner?.workload ?? null,
    dependsOn,
    before: before && { ...before },
    after: after && { ...after },
    mtu: budget ?? null,
  };
}
