import { dashboards } from './dashboards.js';

/** One expression of a panel with everything in it that Grafana would put into it. */
export interface PanelExpression {
  readonly dashboard: string;
  readonly panel: string;
  readonly expr: string;
  /** There may be nothing to show where the site has nothing of the kind. */
  readonly mayBeEmpty: boolean;
}

export interface PanelOutcome extends PanelExpression {
  /** How many series Prometheus answers with. */
  readonly series: number;
}

/** @param window what rates look back on, as `2m`: four times the scrape interval or more */
export function panelExpressions(window = '2m'): readonly PanelExpression[] {
  return dashboards.flatMap(({ title, variables, rows }) => {
    const filled = (expr: string): string =>
      variables.reduce(
        (text, { name }) => text.replaceAll(`$${name}`, '.*'),
        expr.replaceAll('$__rate_interval', window),
      );
    return rows.flatMap(({ panels }) =>
      panels.flatMap((panel) =>
        panel.queries.map(({ expr }) => ({
          dashboard: title,
          panel: panel.title,
          expr: filled(expr),
          mayBeEmpty: panel.whenEmpty !== undefined,
        })),
      ),
    );
  });
}

/**
 * Runs every expression of every panel, with all of everything chosen, against a Prometheus.
 * @param address as `http://127.0.0.1:9090`
 * @throws Error naming the panel whose expression Prometheus does not take
 */
export async function checkPanels(
  address: string,
  { window, ask = fetch }: { readonly window?: string; readonly ask?: typeof fetch } = {},
): Promise<readonly PanelOutcome[]> {
  const outcomes: PanelOutcome[] = [];
  for (const expression of panelExpressions(window)) {
    const url = new URL('/api/v1/query', address);
    url.searchParams.set('query', expression.expr);
    const answer = (await (await ask(url)).json()) as QueryAnswer;
    if (answer.status !== 'success') {
      const { dashboard, panel } = expression;
      throw new Error(`${dashboard}, ${panel}: ${answer.error ?? 'no answer'}`);
    }
    outcomes.push({ ...expression, series: answer.data.result.length });
  }
  return outcomes;
}

type QueryAnswer =
  | { readonly status: 'success'; readonly data: { readonly result: readonly unknown[] } }
  | { readonly status: 'error'; readonly error?: string };
