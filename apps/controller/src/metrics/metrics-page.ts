import type { MetricFacts, MetricsPage } from './metric-facts.js';
import { metricTable } from './metric-table.js';

/** `docs/metrics.md`: every series of our own. */
export function metricsPage(): string {
  return [
    '# Every metric',
    '',
    'Generated from the tables in `apps/controller/src/metrics` by `npm run generate`; do not edit. How Prometheus comes to',
    'them: [Monitoring](operating.md#monitoring).',
    '',
    'Labels are bounded by contracts, hosts and fixed words. A page has only series of what there is: nothing is left of a',
    'contract that was withdrawn, and the page of a silent host answers 503, so that its `up` is 0.',
    '',
    '## The controller: `/metrics`',
    '',
    "Besides these the page has prom-client's own of the process (`process_…`, `nodejs_…`).",
    '',
    ...table('controller'),
    '',
    '## Each host: `/metrics/nodes/{id}`',
    '',
    'Service discovery adds the labels `node`, `instance` and, where the charter knows it, `site`.',
    '',
    ...table('host'),
    '',
  ].join('\n');
}

function table(page: MetricsPage): readonly string[] {
  const facts: readonly [string, MetricFacts][] = Object.entries(metricTable);
  const rows = facts
    .filter(([, one]) => one.page === page)
    .map(
      ([name, { type, labels, help }]) =>
        `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
    );
  return ['| name | type | labels | what it is |', '|---|---|---|---|', ...rows];
}
