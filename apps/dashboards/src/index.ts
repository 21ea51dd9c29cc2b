export { checkPanels, panelExpressions } from './check-panels.js';
export type { PanelExpression, PanelOutcome } from './check-panels.js';
export { dashboardFiles } from './dashboard-files.js';
export type { DashboardSpec, PanelSpec } from './dashboard-spec.js';
export { dashboards } from './dashboards.js';
