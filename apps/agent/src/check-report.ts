import { rememberByPair } from '#drivers';
import type { CheckResult } from '#engine';
import type { ConditionDraft } from './conditions.js';
import type { ReportDraft } from './contract-report.js';

/** A report with what checks found out, each as a condition `Check/<name>` of its workload. */
export function withChecks(draft: ReportDraft, results: readonly CheckResult[]): ReportDraft {
  if (results.length === 0) return draft;
  return { ...draft, workloads: workloadsWithChecks(draft.workloads, results) };
}

/** Checks that have not passed, in a sentence; '': all have. */
export function failedChecks(results: readonly CheckResult[]): string {
  return results
    .filter(({ status }) => status !== 'True')
    .map(({ name, message }) => `check '${name}': ${message}`)
    .join('; ');
}

/** The very same list for the same findings: they come again and again. */
const workloadsWithChecks = rememberByPair(
  (
    workloads: ReportDraft['workloads'],
    results: readonly CheckResult[],
  ): ReportDraft['workloads'] => {
    const checked = Map.groupBy(results, ({ workload }) => workload);
    const names = new Set([...workloads.map(({ name }) => name), ...checked.keys()]);
    const others = new Map(workloads.map(({ name, conditions }) => [name, conditions]));
    return [...names].map((name) => ({
      name,
      conditions: [...(others.get(name) ?? []), ...(checked.get(name) ?? []).map(conditionOf)],
    }));
  },
);

function conditionOf({ name, status, reason, message }: CheckResult): ConditionDraft {
  return { type: `Check/${name}`, status, reason, message };
}
