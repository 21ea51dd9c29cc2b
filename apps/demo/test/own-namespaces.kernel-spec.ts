import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ownNamespaces } from '../src/own-namespaces.js';

/** Starts a daemon that holds our standard output, says so, and stays. */
const program = `
require('node:child_process').spawn('sleep', ['600'], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] }).unref();
process.stdout.write('started');
setInterval(() => undefined, 1_000);
`;

describe('namespaces of a command of its own', () => {
  it.each([
    ['the program in front of a lab', ownNamespaces],
    ['the script in front of tests', async () => ['sh', 'scripts/own-namespaces.sh'] as const],
  ])('end with it, and with them its daemons: %s', async (_who, inFront) => {
    const [command, ...args] = await inFront();
    const child = spawn(command, [...args, process.execPath, '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const silent = once(child.stdout.resume(), 'close', { signal: AbortSignal.timeout(20_000) });
    child.kill('SIGKILL');

    try {
      await expect(silent).resolves.toBeDefined();
    } finally {
      child.stdout.destroy();
    }
  });

  it('answer with the exit code of the command', async () => {
    const [command, ...args] = await ownNamespaces();
    const child = spawn(command, [...args, 'sh', '-c', 'exit 7']);

    expect(await once(child, 'exit')).toEqual([7, null]);
  });
});
