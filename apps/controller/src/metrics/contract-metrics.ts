import type { Condition, DriftItem, ReportState } from '#protocol';
import type { ReportRecord } from '#store';
import { reportStates } from '../rollouts/report-states.js';
import type { Metric, Series } from './exposition.js';
import { metric } from './metric.js';

type Report = ReportRecord['report'];

/** How the contracts of a host fare. */
export function contractMetrics(records: readonly ReportRecord[]): readonly Metric[] {
  const reports = records.map(({ report }) => report);
  const each = (value: (report: Report) => number | undefined): readonly Series<'contract'>[] =>
    reports.flatMap((report) => {
      const found = value(report);
      return found === undefined ? [] : [{ labels: { contract: report.contractId }, value: found }];
    });
  return [
    metric('hercules_host_contract_state', reports.flatMap(stateSeries)),
    metric(
      'hercules_contract_version',
      each(({ version }) => version),
    ),
    metric(
      'hercules_contract_drifted',
      each(({ drift }) => (drift === undefined ? undefined : Number(drift.state === 'drifted'))),
    ),
    metric('hercules_contract_drift_items', reports.flatMap(driftSeries)),
    metric(
      'hercules_contract_repairs_total',
      each(({ drift }) => drift?.repairs),
    ),
    metric('hercules_contract_working', reports.flatMap(workingSeries)),
  ];
}

/** One series for each state, of which one is 1. */
function stateSeries({ contractId, state }: Report): readonly Series<'contract' | 'state'>[] {
  return reportStates.map((one: ReportState) => ({
    labels: { contract: contractId, state: one },
    value: state === one ? 1 : 0,
  }));
}

const driftKinds = [
  'missing',
  'extra',
  'changed',
  'foreign',
] as const satisfies readonly DriftItem['kind'][];

function driftSeries({ contractId, drift }: Report): readonly Series<'contract' | 'kind'>[] {
  if (drift === undefined) return [];
  return driftKinds.map((kind) => ({
    labels: { contract: contractId, kind },
    value: drift.items.filter((item) => item.kind === kind).length,
  }));
}

function workingSeries({
  contractId,
  workloads,
}: Report): readonly Series<'contract' | 'workload'>[] {
  return workloads.flatMap(({ name, conditions }) => {
    const looks = conditions.filter(isLook).filter(({ status }) => status !== 'Unknown');
    if (looks.length === 0) return [];
    const value = Number(looks.every(({ status }) => status === 'True'));
    return [{ labels: { contract: contractId, workload: name }, value }];
  });
}

/** Conditions that tell of the network at work, and not of how it is configured. */
function isLook({ type }: Condition): boolean {
  return type === 'Working' || type.startsWith('Check/');
}
