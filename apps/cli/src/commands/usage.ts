import { Option, type Command } from 'commander';
import { z } from 'zod';
import { jsonContent, readAs } from '../api/api-client.js';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import { readInput, writeOutput } from '../files.js';
import { alignedRows } from '../output/table.js';
import { inSession, type Session } from '../session.js';

const carried = z.object({ packets: z.string(), octets: z.string() });
const usageAnswer = z.object({
  windows: z.number(),
  gaps: z.array(
    z.object({ host: z.string(), from: z.string(), to: z.string(), reason: z.string() }),
  ),
  interfaces: z.array(
    z.object({
      host: z.string(),
      interface: z.string(),
      workload: z.string(),
      ingress: carried,
      egress: carried,
    }),
  ),
});
const billAnswer = z.object({
  plan: z.object({ currency: z.string() }),
  lines: z.array(
    z.object({ name: z.string(), quantity: z.string(), unit: z.string(), cost: z.string() }),
  ),
  total: z.string(),
  samples: z.array(z.string()),
  gaps: z.array(z.string()),
});

const formats = ['table', 'csv', 'parquet'] as const;

interface PeriodOptions {
  readonly from: string;
  readonly to: string;
}

interface BillOptions extends PeriodOptions {
  readonly plan?: string;
  readonly focus?: true;
  readonly format: (typeof formats)[number];
  readonly out: string;
}

export function addUsageCommands(program: Command, io: CliIo): void {
  program
    .command('usage <contract>')
    .description('show what a contract has carried, by interface')
    .requiredOption('--from <time>', 'RFC 3339')
    .requiredOption('--to <time>', 'RFC 3339')
    .action(inSession(io, showUsage));
  program
    .command('bill <contract>')
    .description('compute what a contract owes for a period')
    .requiredOption('--from <time>', 'RFC 3339')
    .requiredOption('--to <time>', 'RFC 3339')
    .option('--plan <file>', 'price plan, as JSON; absent: the one that the contract names')
    .option('--focus', 'FOCUS as CSV, as --format csv')
    .addOption(
      new Option('--format <format>', 'FOCUS as a file, or a table')
        .choices(formats)
        .default('table'),
    )
    .option('--out <file>', 'where CSV or Parquet goes', '-')
    .action(inSession(io, showBill));
}

async function showUsage(
  session: Session,
  contract: string,
  { from, to }: PeriodOptions,
): Promise<void> {
  const { body } = await session.api.get('/usage', { query: { contract, from, to } });
  const { windows, gaps, interfaces } = readAs(usageAnswer, body, 'usage');
  session.print(body, () =>
    alignedRows(
      [
        ['HOST', 'INTERFACE', 'WORKLOAD', 'PACKETS IN', 'OCTETS IN', 'PACKETS OUT', 'OCTETS OUT'],
        ...interfaces.map(({ host, interface: name, workload, ingress, egress }) => [
          host.slice(0, 12),
          name,
          workload,
          ingress.packets,
          ingress.octets,
          egress.packets,
          egress.octets,
        ]),
      ],
      '',
    ),
  );
  session.note(`${windows} signed windows`);
  for (const gap of gaps)
    session.note(`${gap.from} to ${gap.to}: ${gap.reason}, not all was counted`);
}

async function showBill(
  session: Session,
  contract: string,
  { from, to, plan, focus, format, out }: BillOptions,
): Promise<void> {
  const prices = plan === undefined ? {} : { plan: await readPlan(plan, session.io) };
  const request = { contract, from, to, ...prices };
  const kind = focus === true ? 'csv' : format;
  if (kind !== 'table') {
    const bytes = await session.api.exchange(
      '/bills',
      jsonContent({ ...request, format: `focus-${kind}` }),
    );
    const content = kind === 'csv' ? Buffer.from(bytes).toString() : bytes;
    await writeOutput(out, content, session.io);
    return;
  }
  const { body } = await session.api.post('/bills', jsonContent(request));
  const bill = readAs(billAnswer, body, 'bill');
  session.print(body, () =>
    alignedRows(
      [
        ['RATE', 'QUANTITY', 'UNIT', bill.plan.currency],
        ...bill.lines.map(({ name, quantity, unit, cost }) => [name, quantity, unit, cost]),
        ['total', '', '', bill.total],
      ],
      '',
    ),
  );
  session.note(`from ${bill.samples.length} signed windows, ${bill.gaps.length} of them with gaps`);
}

async function readPlan(file: string, io: CliIo): Promise<unknown> {
  const text = new TextDecoder().decode(await readInput(file, io));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError('usage', `'${file}' is no JSON: see docs/operating.md for a plan`, {
      cause,
    });
  }
}
