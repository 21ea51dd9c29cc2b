import { isUlid, ulid } from './ulid.js';

describe('ulid', () => {
  it('writes time and randomness as the specification shows', () => {
    // https://github.com/ulid/spec: 1469918176385 ms is 01ARYZ6S41.
    expect(ulid(new Date(1469918176385), new Uint8Array(10))).toBe('01ARYZ6S410000000000000000');
    expect(ulid(new Date(1469918176385), new Uint8Array(10).fill(255))).toBe(
      '01ARYZ6S41ZZZZZZZZZZZZZZZZ',
    );
  });

  it('makes what it takes for a ULID', () => {
    expect(isUlid(ulid(new Date(), new Uint8Array(10).fill(7)))).toBe(true);
  });

  it.each([
    '',
    '01ARYZ6S41000000000000000',
    '81ARYZ6S410000000000000000',
    '01ARYZ6S41000000000000000U',
  ])('takes %p for none', (text) => {
    expect(isUlid(text)).toBe(false);
  });
});
