import { parseDuration } from './duration.js';

describe('parseDuration', () => {
  it.each([
    ['a bare number counts seconds', '90', 90_000],
    ['seconds', '30s', 30_000],
    ['minutes', '15m', 900_000],
    ['hours', '24h', 86_400_000],
    ['days', '365d', 31_536_000_000],
  ])('reads %s', (_title, text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', 's', '-1s', '1.5h', '10 s', '1w', '9999999999s'])('knows no %p', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
