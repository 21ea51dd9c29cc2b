import { isCovered } from './covered.js';

describe('numbers that are granted', () => {
  it.each([
    ['by one range', [{ first: 1, last: 30 }], true],
    ['by the very range', [{ first: 10, last: 20 }], true],
    [
      'by two that touch',
      [
        { first: 16, last: 20 },
        { first: 10, last: 15 },
      ],
      true,
    ],
    [
      'but for one in between',
      [
        { first: 10, last: 14 },
        { first: 16, last: 20 },
      ],
      false,
    ],
    ['but for the first', [{ first: 11, last: 20 }], false],
    ['but for the last', [{ first: 10, last: 19 }], false],
    ['by single numbers alone', [{ first: 10 }, { first: 20 }], false],
    ['not at all', [], false],
  ])('are all of a range %s', (_, by, expected) => {
    expect(isCovered({ first: 10, last: 20 }, by)).toBe(expected);
  });
});
