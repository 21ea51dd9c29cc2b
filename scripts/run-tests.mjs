// Runs the sizes of tests one after the other and tells at the end how many there were.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jestInLab, jestInNamespaces, plainJest, runJest } from './jest-run.mjs';

const results = mkdtempSync(join(tmpdir(), 'hercules-test-'));
const isCi = process.env.CI === 'true';

function run(name, command, projects) {
  console.log(`\n== ${name} tests`);
  const args = ['--selectProjects', ...projects, ...process.argv.slice(2)];
  const { failed, report } = runJest(command, args, join(results, `${name}.json`));
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
const runs = [run('unit', plainJest, ['unit', 'http'])];
if (inNamespaces === undefined) {
  runs.push(
    skip('kernel and acceptance tests need namespaces: run as root, or allow user namespaces'),
  );
} else {
  runs.push(run('kernel', inNamespaces, ['kernel']));
  runs.push(run('acceptance', [...plainJest, '--runInBand'], ['acceptance']));
}
const inLab = jestInLab(results);
runs.push(
  inLab === undefined
    ? skip('the tests that need the lab kernel were skipped')
    : run('lab', inLab, ['lab']),
);
rmSync(results, { recursive: true, force: true });

const total = { passed: 0, failed: 0, skipped: 0 };
for (const counts of runs) for (const key of Object.keys(total)) total[key] += counts[key];
if (isCi && total.skipped > 0) {
  console.error('\nin CI no test may be skipped');
  total.failed += 1;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
