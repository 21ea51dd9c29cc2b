import { RetryGate } from './retry-gate.js';

describe('a retry gate', () => {
  let now = 0;
  const gate = (): RetryGate =>
    new RetryGate({ now: () => new Date(now) }, { burst: 2, refillSeconds: 10 });

  it('lets a burst through, then one try for each time of refilling, for every subject by itself', () => {
    const open = gate();
    expect([open.pass('a'), open.pass('a'), open.pass('a'), open.pass('b')]).toEqual([
      true,
      true,
      false,
      true,
    ]);

    now += 9_000;
    expect(open.pass('a')).toBe(false);
    now += 1_000;
    expect([open.pass('a'), open.pass('a')]).toEqual([true, false]);
  });

  it('forgets the tries of what went well', () => {
    const open = gate();
    open.pass('a');
    open.pass('a');
    open.reset('a');

    expect(open.pass('a')).toBe(true);
  });

  it('counts the tries that were taken, not those that were refused', () => {
    const open = gate();
    for (let time = 0; time < 5; time += 1) open.pass('a');

    expect(open.taken('a')).toBe(2);
    open.reset('a');
    expect(open.taken('a')).toBe(0);
  });
});
