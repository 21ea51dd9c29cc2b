import { parseArgs } from 'node:util';
import { runScenario, scenarios, type FlowRow } from './scenarios.js';

const usage = `npm run test:flow -- [--json] [--only TEXT] [--scale X]

Sends traffic past the meter, compares the kernel's counters, the meter's totals and what a collector of others
got (nfcapd, nfacctd, tshark, ipfixDump). Needs root:
eBPF is not to be had in user namespaces. --json prints a row a line.
`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    scale: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const rows: FlowRow[] = [];
  for (const scenario of scenarios.filter(({ name }) => name.includes(values.only))) {
    process.stderr.write(`flow: ${scenario.name}\n`);
    const row = await runScenario(scenario, Number(values.scale));
    rows.push(row);
    if (values.json) process.stdout.write(`${JSON.stringify(row)}\n`);
  }
  if (!values.json) console.table(rows);
  if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
}

await main();
