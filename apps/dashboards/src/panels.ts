import type { PanelQuery, PanelSpec } from './dashboard-spec.js';

type Details = Omit<PanelSpec, 'kind' | 'title' | 'help' | 'queries'>;

export function query(expr: string, legend = ''): PanelQuery {
  return { expr, legend };
}

/** Values over time. */
export function curve(
  title: string,
  help: string,
  queries: readonly PanelQuery[],
  details: Details = {},
): PanelSpec {
  return { kind: 'curve', title, help, queries, ...details };
}

/** One value as it is now. */
export function figure(
  title: string,
  help: string,
  expr: string,
  details: Details = {},
): PanelSpec {
  return { kind: 'figure', title, help, queries: [query(expr)], ...details };
}

/** A line for each series as it is now. */
export function table(title: string, help: string, expr: string, details: Details = {}): PanelSpec {
  return { kind: 'table', title, help, queries: [query(expr)], ...details };
}
