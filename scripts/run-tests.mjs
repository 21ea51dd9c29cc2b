// Runs the sizes of tests one after the other and tells at the end how many there were.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const results = mkdtempSync(join(tmpdir(), 'hercules-test-'));
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const isCi = process.env.CI === 'true';

/** The first way in which this machine lets us have namespaces of our own; undefined: none. */
function namespaceFlags() {
  const candidates = [
    // As root without a user namespace: in one the kernel takes no eBPF programs.
    ['--net', '--mount', '--kill-child'],
    ['--user', '--map-root-user', '--net', '--mount', '--kill-child'],
  ];
  return candidates.find((flags) => spawnSync('unshare', [...flags, '--', 'true']).status === 0);
}

function run(name, command, args) {
  const output = join(results, `${name}.json`);
  console.log(`\n== ${name} tests`);
  const { status } = spawnSync(
    command,
    [...args, ...process.argv.slice(2), '--json', `--outputFile=${output}`],
    // Jest prints its JSON on stdout as well; what people read is on stderr.
    { stdio: ['inherit', 'ignore', 'inherit'] },
  );
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    const report = JSON.parse(readFileSync(output, 'utf8'));
    counts.passed = report.numPassedTests;
    counts.failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    counts.skipped = report.numPendingTests + report.numTodoTests;
  } catch {
    counts.failed = 1;
  }
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

const namespaces = namespaceFlags();
const runs = [run('unit', process.execPath, [...jest, '--selectProjects', 'unit', 'http'])];
if (namespaces === undefined) {
  console.error(
    '\n== kernel and acceptance tests need namespaces: run as root, or allow user namespaces',
  );
  runs.push({ passed: 0, failed: isCi ? 1 : 0, skipped: 1 });
} else {
  const inNamespace = [...namespaces, '--', process.execPath, ...jest, '--runInBand'];
  runs.push(run('kernel', 'unshare', [...inNamespace, '--selectProjects', 'kernel']));
  runs.push(
    run('acceptance', process.execPath, [...jest, '--runInBand', '--selectProjects', 'acceptance']),
  );
}
const lab = ['test/lab/lab', '-t', '900', '-w', results];
if (spawnSync(lab[0], ['--setup'], { stdio: 'inherit' }).status === 0) {
  const inLab = [...lab.slice(1), '--', process.execPath, ...jest, '--runInBand'];
  runs.push(run('lab', lab[0], [...inLab, '--selectProjects', 'lab']));
} else {
  console.error('\n== the tests that need the lab kernel were skipped');
  runs.push({ passed: 0, failed: isCi ? 1 : 0, skipped: 1 });
}
rmSync(results, { recursive: true, force: true });

const total = { passed: 0, failed: 0, skipped: 0 };
for (const counts of runs) for (const key of Object.keys(total)) total[key] += counts[key];
if (isCi && total.skipped > 0) {
  console.error('\nin CI no test may be skipped');
  total.failed += 1;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
