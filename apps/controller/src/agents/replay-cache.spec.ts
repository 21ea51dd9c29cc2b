import { TestClock } from '../../test/test-clock.js';
import { ReplayCache } from './replay-cache.js';

describe('replay cache', () => {
  const start = new Date('2026-11-20T08:00:00Z');
  const second = start.getTime() / 1000;

  it('knows a key again until it may be forgotten', () => {
    const clock = new TestClock(start);
    const cache = new ReplayCache(clock);
    const first = cache.add('a', second + 60);
    clock.advance(60);
    const again = cache.add('a', second + 60);
    clock.advance(1);

    expect([first, again, cache.add('a', second + 120)]).toEqual([true, false, true]);
  });

  it('tells keys apart', () => {
    const cache = new ReplayCache(new TestClock(start));

    expect([cache.add('a', second + 1), cache.add('b', second + 1)]).toEqual([true, true]);
  });
});
