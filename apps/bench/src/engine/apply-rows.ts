import { freshHost } from '../bench-host.js';
import { scaled, type BenchOptions } from '../bench-options.js';
import { ratioRow, type Row } from '../row.js';
import { ifupdown2, ipBatch, unpackedIfupdown2, type Baseline } from './baselines.js';
import { BenchAgent } from './bench-agent.js';
import { BenchSite, type Network } from './bench-site.js';

/** One network, whose making is measured beside somebody else making the same. */
interface Race {
  readonly bench: string;
  readonly network: Network;
  readonly baseline: string;
  readonly run: Baseline;
  readonly goal: number;
  readonly pairs: number;
}

export function applyRaces(options: BenchOptions): readonly Race[] {
  const root = unpackedIfupdown2();
  const bridged = (count: number): Network => ({
    segments: scaled(count, options),
    isBridged: true,
  });
  const ip = { baseline: 'ip -batch', run: ipBatch };
  return [
    { bench: 'apply-1000-bridged', network: bridged(1000), ...ip, goal: 1, pairs: 3 },
    {
      bench: 'apply-10000',
      network: { segments: scaled(10_000, options) },
      ...ip,
      goal: 0.25,
      pairs: 1,
    },
    ...(root === undefined
      ? []
      : [
          {
            bench: 'apply-500-bridged',
            network: bridged(500),
            baseline: 'ifupdown2',
            run: ifupdown2(root),
            goal: 0.1,
            pairs: 1,
          },
        ]),
  ];
}

export async function raceRow(race: Race, options: BenchOptions): Promise<Row> {
  const { bench, network, baseline, run, goal } = race;
  const ours: number[] = [];
  const theirs: number[] = [];
  const pairs = options.pairs ?? race.pairs;
  for (let pair = 1; pair <= pairs; pair += 1) {
    theirs.push(await run(network));
    ours.push(await secondsOfAgent(network));
    const [our, their] = [ours.at(-1) ?? 0, theirs.at(-1) ?? 0];
    options.tell(`${bench}, pair ${pair}: ${our.toFixed(2)} s, ${baseline} ${their.toFixed(2)} s`);
  }
  return ratioRow(bench, network.segments, ours, baseline, theirs, goal);
}

/** From the hint to the verified state, by an agent that has just started. */
async function secondsOfAgent(network: Network): Promise<number> {
  const agent = await BenchAgent.start(await new BenchSite().open(), await freshHost());
  const { milliseconds } = await agent.bringAbout(network);
  agent.end();
  return milliseconds / 1000;
}
