import { isMet, missingFor, requirementProblems } from './requirement.js';
import { requirement, type Requirement } from './requirement-schema.js';
import { sampleSite } from '../test/sample-site.js';
import type { PrincipalId } from './fields.js';

const { charter } = (await sampleSite()).authorisedCharter;

const twoOfThree: Requirement = requirement.parse({
  requests: [
    { principal: 'alice', role: 'network', required: true, weight: 2 },
    { principal: 'bob', role: 'security', required: false, weight: 1 },
    { principal: 'carol', role: 'network', required: false, weight: 1 },
  ],
  weightRequired: 3,
  separationOfDuties: false,
});
const separated: Requirement = { ...twoOfThree, separationOfDuties: true };

function signers(...names: readonly string[]): ReadonlySet<PrincipalId> {
  return new Set(names as readonly PrincipalId[]);
}

it.each([
  ['nobody', twoOfThree, [], false],
  ['the required one alone, too light', twoOfThree, ['alice'], false],
  [
    'enough weight without the required one',
    { ...twoOfThree, weightRequired: 2 },
    ['bob', 'carol'],
    false,
  ],
  ['the required one and another', twoOfThree, ['alice', 'carol'], true],
  ['someone nobody asked', twoOfThree, ['alice', 'mallory'], false],
  ['two of the same role under separation of duties', separated, ['alice', 'carol'], false],
  ['two of different roles under separation of duties', separated, ['alice', 'bob'], true],
])('%s', (_who, wanted, names, met) => {
  expect(isMet(wanted, signers(...names))).toBe(met);
});

it('says what is missing, and from whom it could come', () => {
  expect(missingFor(separated, signers('carol'))).toStrictEqual({
    required: ['alice'],
    weight: 2,
    anotherRole: true,
    open: ['alice', 'bob'],
  });
  expect(missingFor(separated, signers('alice', 'carol'))).toStrictEqual({
    required: [],
    weight: 0,
    anotherRole: true,
    open: ['bob'],
  });
  expect(missingFor(separated, signers('alice', 'bob'))).toBeUndefined();
});

const alice = { principal: 'alice', role: 'network', required: true, weight: 1 };
const bob = { principal: 'bob', role: 'security', required: false, weight: 1 };

it.each<[string, object, readonly string[]]>([
  [
    'nobody asked',
    { requests: [], weightRequired: 1 },
    ['requirement-impossible /r/weightRequired'],
  ],
  [
    'more weight than there is',
    { requests: [alice, bob], weightRequired: 3 },
    ['requirement-impossible /r/weightRequired'],
  ],
  [
    'an unknown principal',
    { requests: [{ ...alice, principal: 'mallory' }], weightRequired: 1 },
    ['reference-unknown /r/requests/0/principal'],
  ],
  [
    'a role that is not held',
    { requests: [bob, { ...alice, role: 'security' }], weightRequired: 1 },
    ['requirement-role-not-held /r/requests/1/role'],
  ],
  [
    'separation of duties with one role',
    { requests: [alice], weightRequired: 1, separationOfDuties: true },
    ['requirement-impossible /r/separationOfDuties'],
  ],
  [
    'separation of duties with a request of no role',
    {
      requests: [alice, { principal: 'bob', required: true, weight: 1 }],
      weightRequired: 1,
      separationOfDuties: true,
    },
    ['member-missing /r/requests/1/role'],
  ],
  [
    'a sane requirement',
    { requests: [alice, bob], weightRequired: 2, separationOfDuties: true },
    [],
  ],
  [
    'a request without role',
    { requests: [{ principal: 'bob', required: true, weight: 1 }], weightRequired: 1 },
    [],
  ],
])('judges %s', (_what, parts, problems) => {
  const wanted = requirement.parse({ separationOfDuties: false, ...parts });
  expect(
    requirementProblems(wanted, charter, '/r').map(({ code, path }) => `${code} ${path}`),
  ).toStrictEqual(problems);
});
