// Runs the sizes of tests, those of the lab beside those of this machine, and tells at the end how many there were.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jestInLab, jestInNamespaces, plainJest, runJest, startJest } from './jest-run.mjs';

const results = mkdtempSync(join(tmpdir(), 'hercules-test-'));
const isCi = process.env.CI === 'true';

function argumentsFor(projects) {
  return ['--selectProjects', ...projects, ...process.argv.slice(2)];
}

function outputOf(name) {
  return join(results, `${name}.json`);
}

function run(name, command, projects) {
  console.log(`\n== ${name} tests`);
  return countsOf(runJest(command, argumentsFor(projects), outputOf(name)));
}

function countsOf({ failed, report }) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  if (failed && counts.failed === 0) counts.failed = 1;
  return counts;
}

function skip(why) {
  console.error(`\n== ${why}`);
  return { passed: 0, failed: isCi ? 1 : 0, skipped: 1 };
}

const inNamespaces = jestInNamespaces();
const inLab = jestInLab(results);
const runs = [run('unit', plainJest, ['unit', 'http'])];
// The lab is a kernel with a processor of its own.
const endOfLab = inLab && startJest(inLab, argumentsFor(['lab']), outputOf('lab'));
if (inNamespaces === undefined) {
  runs.push(
    skip('kernel and acceptance tests need namespaces: run as root, or allow user namespaces'),
  );
} else {
  runs.push(run('kernel', inNamespaces, ['kernel']));
  runs.push(run('acceptance', [...plainJest, '--runInBand'], ['acceptance']));
}
if (endOfLab === undefined) {
  runs.push(skip('the tests that need the lab kernel were skipped'));
} else {
  console.log('\n== lab tests (begun beside the kernel tests)');
  runs.push(countsOf(await endOfLab()));
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
