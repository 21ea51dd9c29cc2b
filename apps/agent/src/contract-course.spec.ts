import { courseOf, type ContractStanding, type Course } from './contract-course.js';

const settled: ContractStanding = {
  accepted: 'v2',
  applied: 'v2',
  reverted: undefined,
  pending: undefined,
  isFrozen: false,
};

describe('the course of a contract', () => {
  it.each<[string, Partial<ContractStanding>, Course]>([
    ['what was brought about is kept', {}, 'keep'],
    ['a new version is brought about', { applied: 'v1' }, 'change'],
    ['a first version is brought about', { applied: undefined }, 'change'],
    ['a version that stands waits for its word', { applied: 'v1', pending: 'v2' }, 'await'],
    [
      'a newer version waits for the one that is pending',
      { applied: 'v0', pending: 'v1' },
      'queue',
    ],
    [
      'a version that was taken back is not tried again',
      { applied: 'v1', reverted: 'v2' },
      'stand-by',
    ],
    [
      'a version after one that was taken back is brought about',
      { applied: 'v0', reverted: 'v1' },
      'change',
    ],
    [
      'a frozen contract is not touched, whatever else is known',
      { pending: 'v2', isFrozen: true },
      'hold',
    ],
  ])('%s', (_sentence, known, course) => {
    expect(courseOf({ ...settled, ...known })).toBe(course);
  });
});
