import { rememberByObject, rememberByPair } from './remember.js';

describe('a function that remembers', () => {
  it('works out its answer once for each object', () => {
    let made = 0;
    const count = rememberByObject((key: { readonly text: string }) => {
      made += 1;
      return key.text.length;
    });
    const key = { text: 'abc' };

    expect([count(key), count(key), count({ text: 'abcd' })]).toEqual([3, 3, 4]);
    expect(made).toBe(2);
  });

  it('remembers also that the answer is undefined', () => {
    let made = 0;
    const firstOf = rememberByObject((key: readonly string[]) => {
      made += 1;
      return key[0];
    });
    const key: readonly string[] = [];

    expect([firstOf(key), firstOf(key), made]).toEqual([undefined, undefined, 1]);
  });

  it('keeps the last pair of each first object', () => {
    let made = 0;
    const isLonger = rememberByPair((first: readonly number[], second: readonly number[]) => {
      made += 1;
      return first.length > second.length;
    });
    const [one, two] = [[1], [1, 2]];

    expect([isLonger(two, one), isLonger(two, one), made]).toEqual([true, true, 1]);
    expect([isLonger(two, two), isLonger(one, two), made]).toEqual([false, false, 3]);
    expect([isLonger(two, one), made]).toEqual([true, 4]);
  });
});
