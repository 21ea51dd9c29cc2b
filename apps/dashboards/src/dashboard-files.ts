import { buildDashboard } from './build-dashboard.js';
import { dashboards } from './dashboards.js';

/** Path below `config/grafana/dashboards` → content, as `npm run generate` writes it. */
export function dashboardFiles(): ReadonlyMap<string, string> {
  return new Map(
    dashboards.map((spec) => [
      `${spec.uid}.json`,
      `${JSON.stringify(buildDashboard(spec), null, 2)}\n`,
    ]),
  );
}
