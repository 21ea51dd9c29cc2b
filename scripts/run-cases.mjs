// Runs the acceptance cases: every describe or test whose title begins with ids, as 'V1: …', 'X9, X10: …', or the names of
// strongSwan's own scenarios below the letter of their section, as 'A net2net-psk: …'.
// A case passes when all its tests pass, wherever they stand.
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jestInLab, jestInNamespaces, plainJest, runJest } from './jest-run.mjs';

const idPattern =
  '(?:[A-Z]{1,2}[0-9]{1,3}|[A-J] (?:compress|mobike|wildcards|[a-z0-9]+(?:-[a-z0-9]+)+))';
const idsPattern = `${idPattern}(?:, ${idPattern})*: `;
const titlePattern = new RegExp(
  `\\b(?:describe|it|test)\\b[^\\n]*?\\(\\s*(['"\`])(${idsPattern}.*?)\\1`,
  'g',
);
const isJson = process.argv.includes('--json');
const results = mkdtempSync(join(tmpdir(), 'hercules-cases-'));

/** 'X9, X10: what it is' → [['X9', 'what it is'], ['X10', 'what it is']]; [] where no ids are. */
function casesIn(title) {
  if (!new RegExp(`^${idsPattern}`).test(title)) return [];
  const colon = title.indexOf(': ');
  const text = title.slice(colon + 2);
  return title
    .slice(0, colon)
    .split(', ')
    .map((id) => [id, text]);
}

/** Files of one size of tests in which cases stand. */
function filesWithCases(ending) {
  const files = globSync(`{apps,libs,test,examples}/**/*${ending}`, {
    exclude: (path) => path.includes('node_modules'),
  });
  return files.filter((file) => titlesIn(file).length > 0).sort();
}

function titlesIn(file) {
  return [...readFileSync(file, 'utf8').matchAll(titlePattern)].map(([, , title]) => title);
}

const cases = new Map();

function note(title, outcome) {
  for (const [id, text] of casesIn(title)) {
    const known = cases.get(id) ?? { title: text, tests: 0, passed: 0, skipped: 0 };
    cases.set(id, known);
    if (outcome === 'known') continue;
    known.tests += 1;
    if (outcome === 'passed') known.passed += 1;
    else if (outcome !== 'failed') known.skipped += 1;
  }
}

/** Runs the cases of one size; a case whose file did not run has no tests, and so has not passed. */
function run(name, endings, projects, command) {
  const files = endings.flatMap(filesWithCases);
  if (files.length === 0) return true;
  console.error(`\n== cases: ${name}`);
  for (const file of files) for (const title of titlesIn(file)) note(title, 'known');
  const inPlace = command();
  if (inPlace === undefined) {
    console.error('these can not run here: see what stands above');
    for (const file of files) for (const title of titlesIn(file)) note(title, 'pending');
    return true;
  }
  const args = [
    '--selectProjects',
    ...projects,
    '-t',
    `(^| )${idsPattern}`,
    '--runTestsByPath',
    ...files,
  ];
  const { report } = runJest(inPlace, args, join(results, `${name}.json`));
  if (report === undefined) return false;
  for (const { assertionResults } of report.testResults) {
    for (const { ancestorTitles, title, status } of assertionResults) {
      for (const part of [...ancestorTitles, title]) note(part, status);
    }
  }
  return report.numRuntimeErrorTestSuites === 0;
}

const ended = [
  run('without a kernel', ['.spec.ts', '.http-spec.ts'], ['unit', 'http'], () => plainJest),
  run('this kernel', ['.kernel-spec.ts'], ['kernel'], jestInNamespaces),
  run(
    'whole programs',
    ['.acceptance-spec.ts'],
    ['acceptance'],
    () => jestInNamespaces() && plainJest,
  ),
  run('the lab', ['.lab-spec.ts'], ['lab'], () => jestInLab(results)),
];
rmSync(results, { recursive: true, force: true });

const inOrder = [...cases].sort(([left], [right]) =>
  left.localeCompare(right, 'en', { numeric: true }),
);
const wordFor = ({ tests, passed, skipped }) =>
  tests > 0 && passed === tests ? 'passed' : skipped > 0 ? 'skipped' : 'FAILED';
const count = (word) => inOrder.filter(([, one]) => wordFor(one) === word).length;
for (const [id, one] of inOrder) console.log(`${id.padEnd(26)} ${wordFor(one)}  ${one.title}`);
const summary = { cases: cases.size, passed: count('passed'), skipped: count('skipped') };
console.log(
  isJson
    ? JSON.stringify(summary)
    : `\n${summary.cases} cases: ${summary.passed} passed, ${count('FAILED')} failed, ${summary.skipped} skipped`,
);
process.exitCode =
  ended.every(Boolean) && summary.passed === summary.cases && summary.cases > 0 ? 0 : 1;
