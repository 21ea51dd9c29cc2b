import { z } from 'zod';
import type { Operation } from '#drivers';
import { counter, listOf, problemView } from '../http/views.js';

const resourceView = z
  .looseObject({ type: z.enum(['link', 'port', 'address', 'route', 'fdb', 'nft', 'ipsec']) })
  .meta({ id: 'Resource', description: 'a piece of host state; its members follow from its type' });

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

export function viewOfOperation(operation: Operation): OperationView {
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
  };
}

export function summaryOf(
  operations: readonly { readonly action: Operation['action'] }[],
): HostPlanView['summary'] {
  const count = (action: Operation['action']): number =>
    operations.filter((operation) => operation.action === action).length;
  return {
    create: count('create'),
    adopt: count('adopt'),
    change: count('change'),
    recreate: count('recreate'),
    delete: count('delete'),
  };
}
