import { valueOf } from '../test/results.js';
import { sampleContract, sampleSite } from '../test/sample-site.js';
import { parseContract } from './contract.js';
import { charterForceProblems, contractForceProblems } from './in-force.js';

const { charter } = (await sampleSite()).authorisedCharter;
const contract = valueOf(parseContract(new TextEncoder().encode(JSON.stringify(sampleContract()))));

it.each([
  [
    'just before it begins',
    '2026-10-31T23:59:59.999Z',
    ['contract-not-yet-valid /validity/notBefore'],
  ],
  ['when it begins', '2026-11-01T00:00:00Z', []],
  ['just before it ends', '2027-10-31T23:59:59.999Z', []],
  ['when it ends', '2027-11-01T00:00:00Z', ['contract-expired /validity/notAfter']],
])('a contract %s', (_when, at, problems) => {
  const found = contractForceProblems(contract, new Date(at));
  expect(found.map(({ code, path }) => `${code} ${path}`)).toStrictEqual(problems);
});

it.each([
  ['just before it begins', '2025-12-31T23:59:59.999Z', ['charter-not-in-force /validity']],
  ['when it begins', '2026-01-01T00:00:00Z', []],
  ['when it ends', '2028-01-01T00:00:00Z', ['charter-not-in-force /validity']],
])('a charter %s', (_when, at, problems) => {
  const found = charterForceProblems(charter, new Date(at));
  expect(found.map(({ code, path }) => `${code} ${path}`)).toStrictEqual(problems);
});
