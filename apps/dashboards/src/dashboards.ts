import { contractDashboard } from './contract-dashboard.js';
import type { DashboardSpec } from './dashboard-spec.js';
import { fleetDashboard } from './fleet-dashboard.js';
import { flowsDashboard } from './flows-dashboard.js';
import { hostDashboard } from './host-dashboard.js';
import { siteDashboard } from './site-dashboard.js';
import { tunnelsDashboard } from './tunnels-dashboard.js';

/** All dashboards, in the order in which one reads them. */
export const dashboards: readonly DashboardSpec[] = [
  fleetDashboard,
  siteDashboard,
  hostDashboard,
  contractDashboard,
  tunnelsDashboard,
  flowsDashboard,
];
