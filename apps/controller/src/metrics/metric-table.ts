import { controllerMetricTable } from './controller-metric-table.js';
import { hostMetricTable } from './host-metric-table.js';
import { trafficMetricTable } from './traffic-metric-table.js';
import { tunnelMetricTable } from './tunnel-metric-table.js';

/** Every series of our own, by its name. `docs/metrics.md` is made from it. */
export const metricTable = {
  ...controllerMetricTable,
  ...hostMetricTable,
  ...trafficMetricTable,
  ...tunnelMetricTable,
} as const;

export type MetricName = keyof typeof metricTable;
export type LabelOf<Name extends MetricName> = (typeof metricTable)[Name]['labels'][number];
