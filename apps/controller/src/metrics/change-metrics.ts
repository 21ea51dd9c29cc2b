import type { ChangeMeasures, HostMeasures } from '#protocol';
import type { ReportRecord } from '#store';
import type { Metric, Series } from './exposition.js';
import { metric } from './metric.js';

/** What the changes of contracts cost. */
export function changeMetrics(
  records: readonly ReportRecord[],
  changes: NonNullable<HostMeasures['changes']>,
): readonly Metric[] {
  const each = (value: (report: ReportRecord['report']) => number | undefined) =>
    records.flatMap(({ report }): readonly Series<'contract'>[] => {
      const found = value(report);
      return found === undefined ? [] : [{ labels: { contract: report.contractId }, value: found }];
    });
  const counted = (field: keyof ChangeMeasures) =>
    each(({ contractId }) => changes[contractId]?.[field]);
  return [
    metric('hercules_reconcile_changes_total', counted('changes')),
    metric('hercules_reconcile_failures_total', counted('failures')),
    metric('hercules_reconcile_seconds_total', counted('seconds')),
    metric(
      'hercules_reconcile_duration_seconds',
      each(({ contractId, seconds }) => seconds ?? changes[contractId]?.lastSeconds),
    ),
    metric(
      'hercules_reconcile_kernel_writes',
      each(({ writes }) => writes),
    ),
  ];
}
