import { parseArgs } from 'node:util';
import { applyBench } from './apply-bench.js';
import { prepareHosts } from './bench-host.js';
import type { Bench, BenchOptions } from './bench-options.js';
import { engineBench } from './engine/engine-bench.js';
import { ipsecBench } from './ipsec/ipsec-bench.js';
import { flowBench } from './flow/flow-bench.js';
import { metricsBench } from './metrics/metrics-bench.js';
import type { Row } from './row.js';
import { vlanBench } from './vlan/vlan-bench.js';
import { vxlanBench } from './vxlan-bench.js';

const groups: Readonly<Record<string, Bench<Row>>> = {
  apply: ({ tell }) => applyBench(tell),
  engine: engineBench,
  ipsec: ipsecBench,
  flow: flowBench,
  metrics: metricsBench,
  vlan: vlanBench,
  vxlan: vxlanBench,
};

const usage = `npm run bench -- [GROUP…] [--json]

Groups: ${Object.keys(groups).join(', ')}; none: all. Each is measured beside its baseline in the same run,
alternating, as medians. vlan runs on the lab's kernel where this machine's has no VLANs. --json prints one row a line.

  --pairs N   how often a bench and its baseline alternate (engine, vlan, vxlan; default: as often as fits into a few minutes)
  --scale X   multiplies every number of objects, for a look at the bench itself (engine, vlan, vxlan; default 1)
  --only TEXT only benches whose name contains this (engine, vlan; flow: drain, cpu)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    pairs: { type: 'string' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const wanted = positionals.length === 0 ? Object.keys(groups) : positionals;
  const unknown = wanted.find((name) => !(name in groups));
  if (values.help || unknown !== undefined) {
    (values.help ? process.stdout : process.stderr).write(usage);
    if (!values.help) process.exitCode = 2;
    return;
  }
  await prepareHosts();
  const rows: Row[] = [];
  for (const name of wanted) {
    rows.push(...((await groups[name]?.(optionsFor(name))) ?? []));
  }
  if (values.json) process.stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  else console.table(rows);
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
}

function optionsFor(group: string): BenchOptions {
  const { pairs, scale, only } = values;
  return {
    pairs: pairs === undefined ? undefined : Number(pairs),
    scale: Number(scale),
    only,
    tell: (text) => process.stderr.write(`${group}: ${text}\n`),
  };
}

await main();
