import type { Metric, Series } from './exposition.js';
import { metricTable, type LabelOf, type MetricName } from './metric-table.js';

/** A metric whose type and words are those of the table. Histograms are prom-client's. */
export function metric<Name extends MetricName>(
  name: Name,
  series: Iterable<Series<LabelOf<Name>>>,
): Metric {
  const { help, type } = metricTable[name];
  if (type === 'histogram') throw new TypeError(`${name} is no single value`);
  return { name, help, type, series };
}

/** Metrics without labels. */
type BareName = { [Name in MetricName]: LabelOf<Name> extends never ? Name : never }[MetricName];

/** One value without labels; none where it is not known. */
export function bare(name: BareName, value: number | undefined): Metric {
  return metric(name, value === undefined ? [] : [{ labels: {}, value }]);
}

/** Made one by one as they are written, so that a large host holds nobody up. */
export function lazily<Entry, Result>(
  entries: Iterable<Entry>,
  make: (entry: Entry) => Result | undefined,
): Iterable<Result> {
  return {
    *[Symbol.iterator]() {
      for (const entry of entries) {
        const made = make(entry);
        if (made !== undefined) yield made;
      }
    },
  };
}
