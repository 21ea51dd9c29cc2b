import { setTimeout as sleep } from 'node:timers/promises';
import { freshHost } from '../bench-host.js';
import { scaled, type BenchOptions } from '../bench-options.js';
import { median, valueRow, type Row } from '../row.js';
import { BenchAgent } from './bench-agent.js';
import { BenchSite } from './bench-site.js';
import { ForeignIp } from './foreign-ip.js';

/** Milliseconds between two deletions: each meets an agent at rest. More than one a second would be held back. */
const pause = 100;

/** Somebody deletes one segment of 2,000, again and again, each time another one. */
export async function driftRows(options: BenchOptions): Promise<readonly Row[]> {
  const segments = scaled(2000, options);
  const repairs = Math.max(10, scaled(100, options));
  const host = await freshHost();
  const agent = await BenchAgent.start(await new BenchSite().open(), host);
  await agent.bringAbout({ segments });
  const foreign = new ForeignIp(host);
  const times: number[] = [];
  for (let repair = 1; repair <= repairs; repair += 1) {
    await sleep(repair > 50 ? 1000 : pause);
    times.push(await repairOf(`vx${(repair * 37) % segments}`, repair, agent, foreign));
  }
  await foreign.end();
  agent.end();
  options.tell(`${repairs} repairs: median ${median(times).toFixed(0)} ms`);
  return [
    valueRow('drift-repair-p99-2000', segments, percentile(times, 0.99), 'ms', 50),
    valueRow('drift-repair-median-2000', segments, median(times), 'ms', 50),
  ];
}

/** From the command to delete it until the agent has seen it repaired. */
async function repairOf(
  link: string,
  times: number,
  agent: BenchAgent,
  foreign: ForeignIp,
): Promise<number> {
  const repaired = agent.until(({ drift, repairs = 0 }) => drift === 'in-sync' && repairs >= times);
  const begin = performance.now();
  foreign.say(`link del ${link}`);
  await repaired;
  return performance.now() - begin;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
