import type { HostState } from '#drivers';
import type { HostMeasures } from '#protocol';
import type { NodeRecord, ReportRecord, UsageTotals } from '#store';
import { agentMetrics } from './agent-metrics.js';
import { changeMetrics } from './change-metrics.js';
import { contractMetrics } from './contract-metrics.js';
import type { Metric } from './exposition.js';
import { flowMetrics } from './flow-metrics.js';
import { linkMetrics } from './link-metrics.js';
import { tunnelMetrics } from './tunnel-metrics.js';
import { usageMetrics } from './usage-metrics.js';

/** What the controller knows of a host that speaks. */
export interface KnownHost {
  readonly node: NodeRecord;
  readonly state: HostState | undefined;
  readonly reports: readonly ReportRecord[];
  readonly usage: readonly UsageTotals[];
  /** End of the last signed window, RFC 3339; absent: there is none. */
  readonly usageUntil?: string | undefined;
  /** Those of the last report; absent: it had none, or the controller has started since. */
  readonly measures?: HostMeasures | undefined;
}

/**
 * The metrics of one host, named as users of node_exporter know them. Labels are bounded by what contracts ask for:
 * interfaces of nobody are left out.
 */
export function hostMetrics(host: KnownHost): readonly Metric[] {
  const { node, state, reports, usage, usageUntil, measures } = host;
  const links = (state?.links ?? []).filter(({ resource }) => resource.owner !== undefined);
  return [
    ...agentMetrics(node, measures?.agent),
    ...linkMetrics(links, measures?.links ?? {}),
    ...usageMetrics(usage, usageUntil),
    ...flowMetrics(measures?.metering),
    ...tunnelMetrics(measures ?? {}),
    ...contractMetrics(reports),
    ...changeMetrics(reports, measures?.changes ?? {}),
  ];
}
