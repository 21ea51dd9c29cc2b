import type { Bench, BenchOptions } from '../bench-options.js';
import type { Row } from '../row.js';
import { applyRaces, raceRows } from './apply-rows.js';
import { driftRows } from './drift-rows.js';
import { growthRows } from './growth-rows.js';
import { largeHostRows } from './large-host-rows.js';

/**
 * The agent as a whole, from the signed document to the signed receipt, on hosts with many segments. IPv6 is left on in
 * their namespaces, as on a real host. Bridges come last: the kernel is busy for long with taking them away.
 */
export const engineBench: Bench<Row> = async (options) => {
  const rows: Row[] = [];
  for (const [name, run] of benches(options)) {
    if (name.includes(options.only)) rows.push(...(await run()));
  }
  return rows;
};

type NamedBench = readonly [name: string, run: () => Promise<readonly Row[]>];

function benches(options: BenchOptions): readonly NamedBench[] {
  return [
    ['drift', () => driftRows(options)],
    ['large-host', () => largeHostRows(options)],
    ['growth', () => growthRows(options)],
    ...applyRaces(options).map((race): NamedBench => [race.bench, () => raceRows(race, options)]),
  ];
}
