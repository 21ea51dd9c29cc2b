import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { BenchOptions } from '../bench-options.js';
import type { Row } from '../row.js';

const checkout = fileURLToPath(new URL('../../../../../', import.meta.url));
/** Seconds that a group of benches may take there. */
const limit = 900;

/** The rows of a group of benches, run on the kernel of the lab (test/lab). */
export async function rowsFromLab(group: string, options: BenchOptions): Promise<readonly Row[]> {
  if (process.env['HERCULES_LAB'] !== undefined)
    throw new Error(`the kernel of the lab lacks what the group '${group}' needs`);
  options.tell("this machine's kernel has no VLANs: on the kernel of the lab");
  const { stdout, stderr, exitCode } = await execa(
    `${checkout}test/lab/lab`,
    [
      '-t',
      String(limit),
      '--',
      process.execPath,
      ...process.execArgv,
      ...benchArguments(group, options),
    ],
    { cwd: checkout, stderr: ['pipe', 'inherit'], reject: false },
  );
  // The bench ends with 1 where a goal is missed; its rows are whole then too.
  if (exitCode === 0 || exitCode === 1) {
    const rows = rowsOf(stdout);
    if (rows.length > 0) return rows;
  }
  throw new Error(`the lab ended with status ${exitCode ?? 'none'}: ${stderr.slice(-500)}`);
}

function benchArguments(group: string, { pairs, scale, only }: BenchOptions): readonly string[] {
  const main = fileURLToPath(import.meta.resolve('../main.js'));
  return [
    ...[main, group, '--json', '--scale', String(scale), '--only', only],
    ...(pairs === undefined ? [] : ['--pairs', String(pairs)]),
  ];
}

function rowsOf(text: string): readonly Row[] {
  const lines = text.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as Row);
}
