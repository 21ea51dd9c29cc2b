import type { Digest } from './fields.js';
import { chainProblems } from './version-chain.js';

const digest = `sha256:${'a'.repeat(64)}` as Digest;
const other = `sha256:${'b'.repeat(64)}` as Digest;
const known = { version: 3, digest };

it.each([
  ['version 1 is the first', { version: 1 }, undefined, []],
  [
    'no other version is the first',
    { version: 2, previous: digest },
    undefined,
    ['version-gap /version'],
  ],
  ['the next version names the one before', { version: 4, previous: digest }, known, []],
  [
    'the next version names another one',
    { version: 4, previous: other },
    known,
    ['previous-mismatch /previous'],
  ],
  ['the next version names none', { version: 4 }, known, ['previous-mismatch /previous']],
  ['a version is left out', { version: 5, previous: digest }, known, ['version-gap /version']],
  [
    'an older version comes again',
    { version: 2, previous: digest },
    known,
    ['version-old /version'],
  ],
  [
    'the same version says something else',
    { version: 3, previous: digest },
    known,
    ['version-equivocation /version'],
  ],
])('%s', (_what, next, last, problems) => {
  expect(chainProblems(next, last).map(({ code, path }) => `${code} ${path}`)).toStrictEqual(
    problems,
  );
});
