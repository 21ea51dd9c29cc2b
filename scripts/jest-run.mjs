// How jest is started on this machine: for itself, in namespaces, or on the lab's kernel.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];

const ownNamespaces = ['sh', 'scripts/own-namespaces.sh'];

/** A command and its first arguments for tests without a kernel of their own. */
export const plainJest = [process.execPath, ...jest];

/** The same for what needs a kernel; undefined: this machine grants no namespaces. */
export function jestInNamespaces() {
  const [shell, script] = ownNamespaces;
  const isGranted = spawnSync(shell, [script, 'true']).status === 0;
  return isGranted ? [...ownNamespaces, process.execPath, ...jest, '--runInBand'] : undefined;
}

/**
 * The same on the lab's kernel, which may write below `results`; undefined: there is no lab here. Each file has a process of
 * its own, since one that lives long outgrows what a machine maps for a process of the guest (docs/decisions/0008).
 */
export function jestInLab(results) {
  const lab = 'test/lab/lab';
  if (spawnSync(lab, ['--setup'], { stdio: 'inherit' }).status !== 0) return undefined;
  const oneByOne = ['--maxWorkers=1', '--workerIdleMemoryLimit=0'];
  return [lab, '-t', '3000', '-w', results, '--', process.execPath, ...jest, ...oneByOne];
}

/** Runs jest and reads its report; undefined: it left none. `failed` is also true where jest itself went wrong. */
export function runJest([command, ...first], args, output) {
  const { status } = spawnSync(
    command,
    [...first, ...args, '--json', `--outputFile=${output}`],
    // Jest prints its JSON on stdout as well; what people read is on stderr.
    { stdio: ['inherit', 'ignore', 'inherit'] },
  );
  return resultOf(status, output);
}

/** Starts the same beside what is done meanwhile; the answer waits for its end, and then shows what it told. */
export function startJest([command, ...first], args, output) {
  const told = `${output}.log`;
  const log = openSync(told, 'w');
  const child = spawn(command, [...first, ...args, '--json', `--outputFile=${output}`], {
    stdio: ['ignore', 'ignore', log],
  });
  closeSync(log);
  const ended = once(child, 'exit');
  return async () => {
    const [status] = await ended;
    process.stderr.write(readFileSync(told));
    return resultOf(status, output);
  };
}

function resultOf(status, output) {
  try {
    return { failed: status !== 0, report: JSON.parse(readFileSync(output, 'utf8')) };
  } catch {
    console.error(`\n== jest left no report: it was ended with exit status ${status}`);
    return { failed: true, report: undefined };
  }
}
