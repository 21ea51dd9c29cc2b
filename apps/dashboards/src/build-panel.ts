import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { PanelSpec } from './dashboard-spec.js';
import type { Place } from './layout.js';

export const datasource: DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

type AnyPanelBuilder = StatBuilder | TableBuilder | TimeseriesBuilder;

export function buildPanel(spec: PanelSpec, place: Place): AnyPanelBuilder {
  const builder = builderFor(spec)
    .title(spec.title)
    .description(spec.help)
    .datasource(datasource)
    .gridPos({ ...place });
  if (spec.unit !== undefined) builder.unit(spec.unit);
  if (spec.whenEmpty !== undefined) builder.noValue(spec.whenEmpty);
  for (const target of targetsOf(spec)) builder.withTarget(target);
  return builder;
}

function builderFor({ kind, badFrom }: PanelSpec): AnyPanelBuilder {
  switch (kind) {
    case 'curve':
      return new TimeseriesBuilder().fillOpacity(8).lineWidth(1);
    case 'table':
      return new TableBuilder().filterable(true).withTransformation({
        id: 'organize',
        options: { excludeByName: { Time: true, __name__: true, job: true, instance: true } },
      });
    case 'figure':
      return new StatBuilder()
        .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
        .thresholds(thresholds(badFrom));
  }
}

function thresholds(badFrom: number | undefined): ThresholdsConfigBuilder {
  const steps = [{ color: 'green', value: null }];
  const bad = badFrom === undefined ? [] : [{ color: 'red', value: badFrom }];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([...steps, ...bad]);
}

function targetsOf({ kind, queries }: PanelSpec): readonly DataqueryBuilder[] {
  return queries.map(({ expr, legend }, index) => {
    const target = new DataqueryBuilder()
      .refId(String.fromCharCode(65 + index))
      .datasource(datasource)
      .expr(expr);
    if (kind === 'table') return target.instant().format(PromQueryFormat.Table);
    return target.range().legendFormat(legend === '' ? '__auto' : legend);
  });
}
