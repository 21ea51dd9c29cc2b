import type { ServiceHealth } from '#engine';
import type { ConditionDraft } from './conditions.js';
import { reasonOf, type ReportDraft } from './contract-report.js';

/** Adds to each workload how it does its work; the very same draft where nothing is known of any. */
export function withHealth(draft: ReportDraft, health: readonly ServiceHealth[]): ReportDraft {
  const own = health.filter(({ owner }) => owner.contract === draft.contractId);
  if (own.length === 0) return draft;
  const workloads = draft.workloads.map((workload) => {
    const conditions = own
      .filter(({ owner }) => owner.workload === workload.name)
      .map((entry) => conditionOf(entry));
    return { ...workload, conditions: [...workload.conditions, ...conditions] };
  });
  return { ...draft, workloads };
}

const statusOf = {
  working: 'True',
  starting: 'Unknown',
  degraded: 'False',
  failed: 'False',
} as const satisfies Record<ServiceHealth['state'], ConditionDraft['status']>;

function conditionOf({ state, reason, message }: ServiceHealth): ConditionDraft {
  return { type: 'Working', status: statusOf[state], reason: reasonOf(reason), message };
}
