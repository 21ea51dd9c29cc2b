import { parseArgs } from 'node:util';
import { applyBench } from './apply-bench.js';
import { prepareHosts } from './bench-host.js';
import { engineBench } from './engine/engine-bench.js';
import type { Row } from './row.js';

const groups: Readonly<Record<string, (tell: (text: string) => void) => Promise<readonly Row[]>>> =
  {
    apply: applyBench,
    engine: engineBench,
  };

const usage = `npm run bench -- [GROUP…] [--json]

Groups: ${Object.keys(groups).join(', ')}; none: all. Each is measured beside its baseline in the same run,
alternating, as medians. --json prints one row a line.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
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
    rows.push(
      ...((await groups[name]?.((text) => process.stderr.write(`${name}: ${text}\n`))) ?? []),
    );
  }
  if (values.json) process.stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  else console.table(rows);
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
}

await main();
