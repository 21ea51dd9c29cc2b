import { randomBelow } from '../test/random.js';
import type { PrincipalId } from './fields.js';
import { isMet } from './requirement.js';
import type { Requirement } from './requirement-schema.js';
import { isAtLeast } from './requirement-strength.js';

type Ask = readonly [
  principal: string,
  weight: number,
  role?: string | undefined,
  required?: 'required' | undefined,
];

function wanting(
  weightRequired: number,
  asks: readonly Ask[],
  separationOfDuties = false,
): Requirement {
  const requests = asks.map(([principal, weight, role, required]) => ({
    principal: principal as PrincipalId,
    weight,
    ...(role === undefined ? {} : { role }),
    required: required === 'required',
  }));
  return { requests, weightRequired, separationOfDuties };
}

const twoOfThree = wanting(2, [
  ['a', 1],
  ['b', 1],
  ['c', 1],
]);

it.each([
  ['itself', twoOfThree, twoOfThree, true],
  [
    'more of the same',
    wanting(3, [
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ]),
    twoOfThree,
    true,
  ],
  [
    'fewer of the same',
    wanting(1, [
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ]),
    twoOfThree,
    false,
  ],
  [
    'other numbers for the same sets',
    wanting(20, [
      ['a', 10],
      ['b', 10],
      ['c', 10],
    ]),
    twoOfThree,
    true,
  ],
  [
    'one who counts double',
    wanting(2, [
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ]),
    twoOfThree,
    false,
  ],
  [
    'two who must sign',
    wanting(2, [
      ['a', 1, undefined, 'required'],
      ['b', 1, undefined, 'required'],
    ]),
    twoOfThree,
    true,
  ],
  [
    'a stranger in place of one',
    wanting(2, [
      ['a', 1],
      ['b', 1],
      ['d', 1],
    ]),
    twoOfThree,
    false,
  ],
  [
    'a stranger on top',
    wanting(3, [
      ['a', 1],
      ['b', 1],
      ['d', 1],
    ]),
    twoOfThree,
    true,
  ],
  [
    'one who is needed for the weight though not named as required',
    wanting(3, [
      ['a', 2],
      ['b', 1],
    ]),
    wanting(1, [['a', 1, undefined, 'required']]),
    true,
  ],
  [
    'one who can be replaced',
    wanting(1, [
      ['a', 1],
      ['b', 1],
    ]),
    wanting(1, [['a', 1, undefined, 'required']]),
    false,
  ],
  [
    'both roles by weight',
    wanting(2, [
      ['a', 1, 'x'],
      ['b', 1, 'y'],
    ]),
    wanting(
      2,
      [
        ['a', 1, 'x'],
        ['b', 1, 'y'],
      ],
      true,
    ),
    true,
  ],
  [
    'one role that is enough',
    wanting(1, [
      ['a', 1, 'x'],
      ['b', 1, 'y'],
    ]),
    wanting(
      1,
      [
        ['a', 1, 'x'],
        ['b', 1, 'y'],
      ],
      true,
    ),
    false,
  ],
  [
    'its own separation of duties',
    wanting(
      1,
      [
        ['a', 1, 'x'],
        ['b', 1, 'y'],
      ],
      true,
    ),
    wanting(2, [
      ['a', 1],
      ['b', 1],
    ]),
    true,
  ],
])('%s', (_what, requirement, least, expected) => {
  expect(isAtLeast(requirement, least)).toBe(expected);
});

describe('on 4,000 random pairs', () => {
  const random = randomBelow(7);
  const principals = ['a', 'b', 'c', 'd', 'e', 'f'];
  const roles = [undefined, 'x', 'y', 'z'];

  function randomRequirement(): Requirement {
    const asked = principals.filter(() => random(3) > 0);
    const asks = asked.map((principal): Ask => [
      principal,
      1 + random(4),
      roles[random(4)],
      random(5) === 0 ? 'required' : undefined,
    ]);
    return wanting(1 + random(7), asks, random(3) === 0);
  }

  function everySet(requirement: Requirement): readonly ReadonlySet<PrincipalId>[] {
    const names = requirement.requests.map(({ principal }) => principal);
    return Array.from(
      { length: 2 ** names.length },
      (_, bits) => new Set(names.filter((_name, bit) => (bits >> bit) & 1)),
    );
  }

  it('says what trying out every set of signers says', () => {
    const pairs = Array.from(
      { length: 4000 },
      () => [randomRequirement(), randomRequirement()] as const,
    );
    const expected = pairs.map(([requirement, least]) =>
      everySet(requirement).every(
        (signers) => !isMet(requirement, signers) || isMet(least, signers),
      ),
    );
    expect(pairs.map(([requirement, least]) => isAtLeast(requirement, least))).toStrictEqual(
      expected,
    );
    expect(expected.filter(Boolean).length).toBeGreaterThan(300);
    expect(expected.filter((atLeast) => !atLeast).length).toBeGreaterThan(300);
  });
});
