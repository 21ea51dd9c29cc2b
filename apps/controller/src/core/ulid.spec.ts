import { UlidSource } from './ulid.js';

const at = new Date('2026-11-20T08:00:00Z');

describe('ULID source', () => {
  it('writes 26 characters of Crockford base32', () => {
    expect(new UlidSource().next(at)).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });

  it('begins with the time', () => {
    const [one, other] = [new UlidSource().next(at), new UlidSource().next(at)];

    expect(one.slice(0, 10)).toBe(other.slice(0, 10));
    expect(one).not.toBe(other);
  });

  it('keeps the order of making, also within a millisecond and when the clock goes back', () => {
    const source = new UlidSource();
    const moments = [at, at, at, new Date(at.getTime() + 1), at, at];
    const ids = moments.map((moment) => source.next(moment));

    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });
});
