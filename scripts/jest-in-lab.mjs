// Runs jest on the lab's kernel, a third of the files after each boot, and writes one report of it all: memory of the guest
// is mapped page by page on this machine (vm.max_map_count), and a process that runs all the files gets too large for that.
// node scripts/jest-in-lab.mjs DIRECTORY ARGUMENT… --outputFile=FILE; the guest may write below DIRECTORY.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { jest } from './jest-run.mjs';

const boots = 3;
const [directory, ...rest] = process.argv.slice(2);
const output = rest.find((one) => one.startsWith('--outputFile='))?.split('=')[1];
const others = rest.filter((one) => !one.startsWith('--outputFile='));

function runBoot(boot) {
  const part = `${output}.${boot}`;
  const lab = ['-t', '1800', '-w', directory, '--', process.execPath, ...jest, '--runInBand'];
  const which = [`--shard=${boot}/${boots}`, '--passWithNoTests', `--outputFile=${part}`];
  const { status } = spawnSync('test/lab/lab', [...lab, ...others, ...which], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exitCode = 1;
  const report = JSON.parse(readFileSync(part, 'utf8'));
  rmSync(part);
  return report;
}

/** Numbers are added up, lists put one behind the other; of all else the last counts. */
function together(one, other) {
  const entries = Object.entries(other).map(([name, value]) => {
    if (Array.isArray(value)) return [name, [...(one[name] ?? []), ...value]];
    if (typeof value === 'number') return [name, (one[name] ?? 0) + value];
    return [name, value];
  });
  return Object.fromEntries(entries);
}

const reports = Array.from({ length: boots }, (_, index) => runBoot(index + 1));
writeFileSync(output, JSON.stringify(reports.reduce(together, {})));
