import { execa } from 'execa';
import { KernelHost } from '#netlink';
import { applyInside } from '../apply-inside.js';
import type { ApplyMeasurement } from '../apply-once.js';
import { freshHost } from '../bench-host.js';
import { scaled, type Bench, type BenchOptions } from '../bench-options.js';
import { ratioRow, valueRow, type Row } from '../row.js';
import { rowsFromLab } from './rows-from-lab.js';
import { parentNames, trunkBatches, vlanBatch } from './vlan-networks.js';

/** VLANs on one parent, and trunks of a bridge, beside iproute2 making the same; on the lab's kernel where it takes that. */
export const vlanBench: Bench<Row> = async (options) => {
  if (!(await knowsVlans())) return rowsFromLab('vlan', options);
  const rows: Row[] = [];
  for (const race of races(options)) {
    if (race.bench.includes(options.only)) rows.push(...(await rowsOf(race, options)));
  }
  return rows;
};

interface Race {
  readonly bench: string;
  /** Of `sampleNetworks`. */
  readonly network: string;
  readonly count: number;
  readonly baseline: string;
  readonly theirs: (host: string, count: number) => Promise<void>;
}

function races(options: BenchOptions): readonly Race[] {
  return [
    {
      bench: 'vlans-4000',
      network: 'vlans',
      count: scaled(4000, options),
      baseline: 'ip -batch',
      theirs: (host, count) => batch('ip', host, vlanBatch(count)),
    },
    {
      bench: 'trunks-10',
      network: 'trunks',
      count: scaled(10, options),
      baseline: 'ip -batch, bridge -batch',
      theirs: async (host, count) => {
        const { ip, bridge } = trunkBatches(count);
        await batch('ip', host, ip);
        await batch('bridge', host, bridge);
      },
    },
  ];
}

async function rowsOf(race: Race, options: BenchOptions): Promise<readonly Row[]> {
  const { bench, network, count, baseline } = race;
  const ours: ApplyMeasurement[] = [];
  const theirs: number[] = [];
  const pairs = options.pairs ?? 5;
  for (let pair = 1; pair <= pairs; pair += 1) {
    const their = await secondsOf(race);
    const our = await applyInside(await vlanHost(), network, count);
    theirs.push(their);
    ours.push(our);
    options.tell(
      `${bench}, pair ${pair}: ${our.applySeconds.toFixed(3)} s, ${baseline} ${their.toFixed(3)} s`,
    );
  }
  const seconds = ours.map(({ applySeconds }) => applySeconds);
  const writes = Math.max(...ours.map(({ secondWrites }) => secondWrites));
  return [
    ratioRow(bench, count, seconds, baseline, theirs, 1),
    valueRow(`${bench}-second-writes`, count, writes, 'messages', 0),
  ];
}

/** The start of the programs included. */
async function secondsOf({ theirs, count }: Race): Promise<number> {
  const host = await vlanHost();
  const begin = performance.now();
  await theirs(host, count);
  return (performance.now() - begin) / 1000;
}

async function batch(program: 'ip' | 'bridge', host: string, input: string): Promise<void> {
  await execa(program, ['-n', host, '-batch', '-'], { input });
}

/** A fresh host with the links that the charter grants, up. */
async function vlanHost(): Promise<string> {
  const host = await freshHost();
  const lines = parentNames.flatMap((name) => [
    `link add name ${name} type dummy`,
    `link set dev ${name} up`,
  ]);
  await batch('ip', host, lines.join('\n'));
  return host;
}

async function knowsVlans(): Promise<boolean> {
  const host = await KernelHost.open();
  const { capabilities } = await host.observe();
  host.close();
  return ['link:vlan', 'bridge:vlan-filtering', 'link:dummy'].every(
    (name) => capabilities?.[name] !== false,
  );
}
