import type { UsageWindow } from './usage-window.js';

const day = 24 * 3600 * 1000;

/** Days for which a contract has kept what it carried; undefined: for good. */
export type DaysKept = (contractId: string) => number | undefined;

/**
 * Whether a window may be deleted: all contracts that are in it have had it for their days, and the calendar month (UTC)
 * after the one in which it ends is over, so that no month goes before it could be billed.
 */
export function isPastRetention(
  { to, interfaces }: Pick<UsageWindow, 'to' | 'interfaces'>,
  daysKept: DaysKept,
  now: Date,
): boolean {
  const end = new Date(to);
  if (now.getTime() < billableUntil(end)) return false;
  return interfaces.every(({ contractId }) => {
    const days = daysKept(contractId);
    return days !== undefined && end.getTime() + days * day <= now.getTime();
  });
}

/** No window that ends after this may be deleted, whatever contracts say. */
export function leastRetained(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1));
}

function billableUntil(end: Date): number {
  return Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 2, 1);
}
