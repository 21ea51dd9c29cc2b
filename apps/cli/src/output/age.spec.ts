import { age } from './age.js';

const now = new Date('2026-11-20T08:00:00Z');

describe('age', () => {
  it.each([
    ['now', '2026-11-20T08:00:00Z'],
    ['59 s ago', '2026-11-20T07:59:01Z'],
    ['3 min ago', '2026-11-20T07:56:30Z'],
    ['2 h ago', '2026-11-20T05:59:00Z'],
    ['10 d ago', '2026-11-10T08:00:00Z'],
  ])('says %s', (said, instant) => {
    expect(age(instant, now)).toBe(said);
  });

  it('takes a time ahead of our clock for now', () => {
    expect(age('2026-11-20T08:00:02Z', now)).toBe('now');
  });

  it.each([null, undefined])('says never of %p', (instant) => {
    expect(age(instant, now)).toBe('never');
  });
});
