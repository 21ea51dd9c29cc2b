// Runs jest on the lab's kernel, a third of the files after each boot, and writes one report of it all. A third whose process
// breaks down, which one with many files now and then does (docs/decisions/0008), is run once more file by file.
// node scripts/jest-in-lab.mjs DIRECTORY ARGUMENT… --outputFile=FILE; the guest may write below DIRECTORY.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { jest } from './jest-run.mjs';

const boots = 3;
const [directory, ...rest] = process.argv.slice(2);
const output = rest.find((one) => one.startsWith('--outputFile='))?.split('=')[1];
const others = rest.filter((one) => !one.startsWith('--outputFile='));

/** Runs jest after a boot; undefined: it left no report, for it or the lab broke down. */
function runBoot(args) {
  const part = `${output}.part`;
  const lab = ['-t', '1800', '-w', directory, '--', process.execPath, ...jest, '--runInBand'];
  spawnSync('test/lab/lab', [...lab, ...args, '--passWithNoTests', `--outputFile=${part}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (!existsSync(part)) return undefined;
  const report = JSON.parse(readFileSync(part, 'utf8'));
  rmSync(part);
  if (!report.success) process.exitCode = 1;
  return report;
}

/** A third of the files; where their process breaks down, each of them alone, and twice where it must be. */
function runShard(shard) {
  const args = [...others, `--shard=${shard}/${boots}`];
  const report = runBoot(args);
  if (report !== undefined) return [report];
  return filesOf(args).map((file) => {
    console.error(`\n== the lab broke down; once more, alone: ${file}`);
    const alone = ['--selectProjects', 'lab', '--json', '--runTestsByPath', file];
    return runBoot(alone) ?? runBoot(alone) ?? broken(file);
  });
}

function filesOf(args) {
  const { stdout } = spawnSync(process.execPath, [...jest, ...args, '--listTests'], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout.split('\n').find((line) => line.startsWith('[')));
}

function broken(file) {
  console.error(`\n== the lab broke down twice with ${file}`);
  process.exitCode = 1;
  return { numRuntimeErrorTestSuites: 1, testResults: [] };
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

const reports = Array.from({ length: boots }, (_, index) => runShard(index + 1)).flat();
writeFileSync(output, JSON.stringify(reports.reduce(together, {})));
