/* eslint-disable @typescript-eslint/no-deprecated -- the classic model is what every Grafana in use reads from files, see docs/decisions/0023 */
import {
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { buildPanel, datasource } from './build-panel.js';
import type { DashboardSpec, VariableSpec } from './dashboard-spec.js';
import { layout } from './layout.js';

/** The dashboard as Grafana reads it from a file (classic JSON model). */
export function buildDashboard({ uid, title, help, variables, rows }: DashboardSpec): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(help)
    .tags(['hercules'])
    .readonly()
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .timezone('browser')
    .withVariable(
      new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'),
    )
    .link(
      new DashboardLinkBuilder('Hercules')
        .type(DashboardLinkType.Dashboards)
        .tags(['hercules'])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    );
  for (const variable of variables) builder.withVariable(queryVariable(variable));
  let id = 1;
  let line = 0;
  for (const { title: rowTitle, panels } of rows) {
    const { places, end } = layout(panels, line + 1);
    builder.withRow(new RowBuilder(rowTitle).id(id++).gridPos({ x: 0, y: line, w: 24, h: 1 }));
    for (const [index, place] of places.entries()) {
      const panel = panels[index];
      if (panel !== undefined) builder.withPanel(buildPanel(panel, place).id(id++));
    }
    line = end;
  }
  return builder.build();
}

function queryVariable({ name, label, of }: VariableSpec): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query(`label_values(${of}, ${name})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: 'All', value: '$__all' });
}
