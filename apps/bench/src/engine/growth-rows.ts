import { freshHost } from '../bench-host.js';
import { scaled, type BenchOptions } from '../bench-options.js';
import { median, valueRow, type Row } from '../row.js';
import { BenchAgent } from './bench-agent.js';
import { BenchSite } from './bench-site.js';

/** Milliseconds of each phase on a host of one size. */
interface Measured {
  readonly plan: number;
  readonly apply: number;
  readonly verify: number;
  readonly noop: number;
  readonly noopWrites: number;
  readonly restart: number;
  readonly restartWrites: number;
}

const phases = ['plan', 'apply', 'verify', 'noop'] as const;

/** What twice as many segments take, and what looking takes where there is nothing to do. */
export async function growthRows(options: BenchOptions): Promise<readonly Row[]> {
  const counts = [1000, 2000, 2500, 5000, 10_000].map((count) => scaled(count, options));
  const measured = new Map<number, Measured>();
  for (const count of counts) measured.set(count, await measureSeveral(count, options));
  const at = (count: number): Measured => {
    const found = measured.get(scaled(count, options));
    if (found === undefined) throw new Error(`${count} segments were not measured`);
    return found;
  };
  const growth = [1000, 2500, 5000].flatMap((count) =>
    phases.map((phase) =>
      valueRow(
        `growth-${phase}-${count}`,
        2 * scaled(count, options),
        at(2 * count)[phase] / at(count)[phase],
        'times',
        2.3,
      ),
    ),
  );
  const { noop, noopWrites, restart, restartWrites } = at(2000);
  const n = scaled(2000, options);
  return [
    ...growth,
    valueRow('noop-2000', n, noop / 1000, 's', 0.2),
    valueRow('noop-2000-writes', n, noopWrites, 'messages', 0),
    valueRow('restart-2000', n, restart / 1000, 's', 0.2),
    valueRow('restart-2000-writes', n, restartWrites, 'messages', 0),
  ];
}

async function measureSeveral(count: number, options: BenchOptions): Promise<Measured> {
  const runs: Measured[] = [];
  // Small hosts are made in so little time that they are measured more often.
  const times = options.pairs ?? (count <= 2500 ? 3 : 1);
  for (let run = 1; run <= times; run += 1) runs.push(await measure(count));
  const middle = (field: keyof Measured): number => median(runs.map((run) => run[field]));
  const result: Measured = {
    plan: middle('plan'),
    apply: middle('apply'),
    verify: middle('verify'),
    noop: middle('noop'),
    noopWrites: Math.max(...runs.map(({ noopWrites }) => noopWrites)),
    restart: middle('restart'),
    restartWrites: Math.max(...runs.map(({ restartWrites }) => restartWrites)),
  };
  const told = phases.map((phase) => `${phase} ${result[phase].toFixed(0)} ms`);
  options.tell(`${count} segments: ${told.join(', ')}, restart ${result.restart.toFixed(0)} ms`);
  return result;
}

/** Every look of this agent reads the whole host: nothing is spared because nothing was told. */
async function measure(count: number): Promise<Measured> {
  const site = await new BenchSite().open();
  const agent = await BenchAgent.start(site, await freshHost(), { wholeAfter: 0 });
  const { phases: ours, writes } = await agent.bringAbout({ segments: count });
  if (ours === undefined) throw new Error('the agent brought nothing about');
  const looks = [];
  for (let look = 0; look < 5; look += 1) looks.push(await agent.look());
  const first = await agent.restart();
  agent.end();
  return {
    ...ours,
    noop: median(looks.map(({ took }) => took)),
    noopWrites: Math.max(...looks.map((look) => look.writes - writes)),
    restart: first.took,
    restartWrites: first.writes,
  };
}
