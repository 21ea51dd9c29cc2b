import type { Operation } from '#drivers';
import type { PlanSummary } from './host-report.js';

/** The same count on a host, of its plan, and on the controller, of the plan that it shows. */
export function planSummary(
  operations: readonly { readonly action: Operation['action'] }[],
): PlanSummary {
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
