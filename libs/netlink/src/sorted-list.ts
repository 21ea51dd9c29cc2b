/** By code units, so that the order is the same on every machine. */
export function compareTexts(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/**
 * A sorted list without what is stale and with what is fresh, still sorted, in time in proportion to its length; the
 * very same list where nothing is either.
 */
export function replaceInSorted<Entry>(
  list: readonly Entry[],
  isStale: (entry: Entry) => boolean,
  fresh: readonly Entry[],
  keyOf: (entry: Entry) => string,
): readonly Entry[] {
  const kept = list.filter((entry) => !isStale(entry));
  if (fresh.length === 0 && kept.length === list.length) return list;
  const arrivals = fresh
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .sort((left, right) => compareTexts(left.key, right.key));
  const pieces: (readonly Entry[])[] = [];
  let from = 0;
  for (const { entry, key } of arrivals) {
    const to = firstAfter(kept, key, from, keyOf);
    pieces.push(kept.slice(from, to), [entry]);
    from = to;
  }
  return [...pieces, kept.slice(from)].flat();
}

/** The first position, from one on, whose entry sorts after the key. */
function firstAfter<Entry>(
  list: readonly Entry[],
  key: string,
  from: number,
  keyOf: (entry: Entry) => string,
): number {
  let [low, high] = [from, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = list[middle];
    if (entry !== undefined && compareTexts(keyOf(entry), key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
