import { compareTexts, replaceInSorted } from './sorted-list.js';

const replaced = (
  list: readonly string[],
  stale: readonly string[],
  fresh: readonly string[],
): readonly string[] =>
  replaceInSorted(
    list,
    (entry) => stale.includes(entry),
    fresh,
    (entry) => entry,
  );

describe('a sorted list', () => {
  it.each([
    ['takes an entry in the middle', ['a', 'c'], [], ['b'], ['a', 'b', 'c']],
    ['takes entries at both ends', ['b'], [], ['c', 'a'], ['a', 'b', 'c']],
    ['loses what is stale', ['a', 'b', 'c'], ['b'], [], ['a', 'c']],
    ['replaces an entry by one with another key', ['a', 'b', 'c'], ['a'], ['d'], ['b', 'c', 'd']],
    ['begins with nothing', [], [], ['b', 'a'], ['a', 'b']],
    ['sorts capitals before small letters', ['a'], [], ['B'], ['B', 'a']],
  ])('%s', (_what, list, stale, fresh, expected) => {
    expect(replaced(list, stale, fresh)).toEqual(expected);
  });

  it('is the very same one where nothing is stale or fresh', () => {
    const list = ['a', 'b'];

    expect(replaced(list, ['z'], [])).toBe(list);
  });

  it('is what sorting everything gives', () => {
    const all = Array.from({ length: 200 }, (_, index) => String((index * 37) % 200));
    const [old, fresh] = [all.slice(0, 120).sort(compareTexts), all.slice(120)];

    expect(replaced(old, ['1', '2'], fresh)).toEqual(
      all
        .filter((entry) => !(old.includes(entry) && ['1', '2'].includes(entry)))
        .sort(compareTexts),
    );
  });
});
