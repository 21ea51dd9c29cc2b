import type { IdRange } from '#contract';

/** Whether ranges that touch or overlap, in any order, hold all of one together. */
export function isCovered(
  { first, last }: { readonly first: number; readonly last: number },
  by: readonly IdRange[],
): boolean {
  const sorted = [...by].sort((left, right) => left.first - right.first);
  const reached = sorted.reduce(
    (next, range) => (range.first <= next ? Math.max(next, (range.last ?? range.first) + 1) : next),
    first,
  );
  return reached > last;
}
