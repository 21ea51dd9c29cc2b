import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Of the lab, whose programs share one processor. */
const seconds = 900;

/** Runs the demo on the lab's kernel, which is built where that has not been done; answers with its exit status. */
export async function runInLab(args: readonly string[]): Promise<number> {
  const lab = fileURLToPath(import.meta.resolve('../../../../test/lab/lab'));
  const demo = fileURLToPath(import.meta.resolve('./main.js'));
  const command = ['-t', String(seconds), '--', process.execPath, demo, ...args];
  const child = spawn(lab, command, { stdio: ['ignore', 'inherit', 'inherit'] });
  // Ctrl-C reaches the lab as well, which then ends.
  process.on('SIGINT', () => undefined);
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}
