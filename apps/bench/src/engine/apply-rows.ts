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

/** Two rows: from the reading of the host to the verified state, and that with the judging of the document before. */
export async function raceRows(race: Race, options: BenchOptions): Promise<readonly Row[]> {
  const { bench, network, baseline, run, goal } = race;
  const ours: OurSeconds[] = [];
  const theirs: number[] = [];
  const pairs = options.pairs ?? race.pairs;
  for (let pair = 1; pair <= pairs; pair += 1) {
    const their = await run(network);
    const our = await secondsOfAgent(network);
    theirs.push(their);
    ours.push(our);
    options.tell(
      `${bench}, pair ${pair}: ${our.look.toFixed(2)} s (${our.whole.toFixed(2)} s from the hint on), ${baseline} ${their.toFixed(2)} s`,
    );
  }
  const rowOf = (name: string, field: keyof OurSeconds): Row =>
    ratioRow(
      name,
      network.segments,
      ours.map((our) => our[field]),
      baseline,
      theirs,
      goal,
    );
  return [rowOf(bench, 'look'), rowOf(`${bench}-from-hint`, 'whole')];
}

interface OurSeconds {
  /** Compiling, comparing, planning, journal, applying, reading back, comparing, receipt. */
  readonly look: number;
  /** From the hint on: also the document asked for, its signatures, its schema. */
  readonly whole: number;
}

/** Of an agent that has just started. */
async function secondsOfAgent(network: Network): Promise<OurSeconds> {
  const agent = await BenchAgent.start(await new BenchSite().open(), await freshHost());
  const { milliseconds, phases } = await agent.bringAbout(network);
  agent.end();
  if (phases === undefined) throw new Error('the agent brought nothing about');
  return { look: (phases.plan + phases.apply + phases.verify) / 1000, whole: milliseconds / 1000 };
}
