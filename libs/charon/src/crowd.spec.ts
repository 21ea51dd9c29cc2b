import { restFor } from './crowd.js';

describe('the rest after a look at all tunnels', () => {
  it.each([
    ['a quick look', 2, 50],
    ['one that takes a while', 20, 200],
    ['a slow one, so that a loss is not left alone for long', 150, 500],
    ['one that keeps the daemon busy', 1_200, 1_200],
    ['one on a host that hardly moves', 9_000, 2_000],
  ])('%s', (_, took, rest) => {
    expect(restFor(took)).toBe(rest);
  });
});
