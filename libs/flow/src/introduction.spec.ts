import { IntroductionPlan } from './introduction.js';

const refresh = 60_000;
const known = { isNew: false, hasFlows: true };

function told(isReliable: boolean): IntroductionPlan {
  const plan = new IntroductionPlan(refresh, isReliable);
  expect(plan.next(0, { ...known, isNew: true })).toBe('everything');
  return plan;
}

describe('what a collector is told before flows', () => {
  it('is the layout each time over datagrams, and everything at the tenth refresh', () => {
    const plan = told(false);
    expect(plan.next(1_000, known)).toBe('layout');
    expect(plan.next(9 * refresh, known)).toBe('layout');
    expect(plan.next(10 * refresh, known)).toBe('everything');
    expect(plan.next(11 * refresh, known)).toBe('layout');
  });

  it('is the layout once for each refresh where there are no flows', () => {
    const plan = told(false);
    const quiet = { ...known, hasFlows: false };
    const times = [refresh - 1, refresh, 2 * refresh - 1, 2 * refresh];
    expect(times.map((time) => plan.next(time, quiet))).toEqual([
      'nothing',
      'layout',
      'nothing',
      'layout',
    ]);
  });

  it('is everything at the tenth refresh alone over a connection', () => {
    const plan = told(true);
    const times = [1_000, 9 * refresh, 10 * refresh, 11 * refresh];
    expect(times.map((time) => plan.next(time, known))).toEqual([
      'nothing',
      'nothing',
      'everything',
      'nothing',
    ]);
  });

  it('is everything once more after it was asked for', () => {
    const plan = told(true);
    plan.beginAnew();
    expect(plan.next(1_000, known)).toBe('everything');
    expect(plan.next(1_001, known)).toBe('nothing');
  });
});
