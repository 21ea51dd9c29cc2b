import type { Condition, Drift } from '#protocol';
import type { ReportRecord } from '#store';
import type { HostStatusView } from './status-view.js';

/** A host as the status needs it. */
export interface HostPresence {
  readonly node: string;
  readonly report: ReportRecord | undefined;
  /** Since when the host has been silent; undefined: it is not, or was never heard of. */
  readonly silentSince: Date | undefined;
}

/** What one host last said of a contract; of a host that is silent nothing is known any more. */
export function hostStatusOf({ node, report, silentSince }: HostPresence): HostStatusView {
  if (report === undefined) return pending(node);
  const { state, version, digest, problems, drift } = report.report;
  const { writes, seconds, receipt, deadline } = report.report;
  const known = (list: readonly Condition[]): readonly Condition[] =>
    silentSince === undefined ? list : list.map((condition) => unknown(condition, silentSince));
  return {
    node,
    state,
    version,
    digest,
    conditions: known(report.report.conditions),
    workloads: report.report.workloads.map(({ name, conditions }) => ({
      name,
      conditions: known(conditions),
    })),
    problems,
    reportedAt: report.reportedAt,
    ...(drift !== undefined && { drift: driftOf(drift, silentSince) }),
    ...(writes !== undefined && { writes }),
    ...(seconds !== undefined && { seconds }),
    ...(receipt !== undefined && { receipt }),
    ...(deadline !== undefined && { deadline }),
  };
}

function pending(node: string): HostStatusView {
  return {
    node,
    state: 'pending',
    version: null,
    digest: null,
    conditions: [],
    workloads: [],
    problems: [],
    reportedAt: null,
  };
}

function unknown({ type, status, message }: Condition, since: Date): Condition {
  return {
    type,
    status: 'Unknown',
    reason: 'HostSilent',
    message: `the host is silent; its last word was ${status}: ${message}`,
    lastTransitionTime: since.toISOString(),
  };
}

function driftOf(drift: Drift, silentSince: Date | undefined): HostStatusView['drift'] {
  return silentSince === undefined ? drift : { ...drift, state: 'unknown' };
}
