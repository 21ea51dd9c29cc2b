import { isPastRetention, leastRetained } from './usage-retention.js';
import type { InterfaceUsage } from './usage-window.js';

const days = { short: 10, long: 100 } as Readonly<Record<string, number>>;

function windowOf(
  to: string,
  ...contracts: readonly string[]
): Parameters<typeof isPastRetention>[0] {
  return { to, interfaces: contracts.map((contractId) => ({ contractId }) as InterfaceUsage) };
}

describe('a window of usage', () => {
  it.each<[string, boolean, string, readonly string[], string]>([
    ['is kept for its days', false, '2026-01-31T23:55:00Z', ['long'], '2026-05-11T23:54:59Z'],
    ['goes after its days', true, '2026-01-31T23:55:00Z', ['long'], '2026-05-11T23:55:00Z'],
    [
      'is kept while its month is billed',
      false,
      '2026-01-02T00:00:00Z',
      ['short'],
      '2026-02-28T23:59:59Z',
    ],
    ['goes when that is over', true, '2026-01-02T00:00:00Z', ['short'], '2026-03-01T00:00:00Z'],
    [
      'is kept for the longest of its contracts',
      false,
      '2026-01-02T00:00:00Z',
      ['short', 'long'],
      '2026-04-01T00:00:00Z',
    ],
    [
      'is kept for good where one wants that',
      false,
      '2026-01-02T00:00:00Z',
      ['short', 'other'],
      '2036-01-01T00:00:00Z',
    ],
    ['goes where it tells of nobody', true, '2025-12-31T23:00:00Z', [], '2026-02-01T00:00:00Z'],
  ])('%s', (_what, expected, to, contracts, now) => {
    const isPast = isPastRetention(windowOf(to, ...contracts), (id) => days[id], new Date(now));
    expect(isPast).toBe(expected);
  });

  it('is none to look at before the last month', () => {
    expect(leastRetained(new Date('2026-01-15T00:00:00Z'))).toEqual(
      new Date('2025-12-01T00:00:00Z'),
    );
  });
});
