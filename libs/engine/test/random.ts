/** A repeatable source of choices (mulberry32), so that a failing case fails again. */
export interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  /** True in that share of all calls. */
  chance(share: number): boolean;
  /** One entry of a list that has some. */
  oneOf<Entry>(entries: readonly [Entry, ...Entry[]]): Entry;
  /** The entries that are kept when each is kept by chance. */
  some<Entry>(entries: readonly Entry[], share: number): readonly Entry[];
  shuffled<Entry>(entries: readonly Entry[]): readonly Entry[];
}

export function randomFrom(seed: number): Random {
  const next = fractions(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    oneOf: (entries) => entries[below(entries.length)] ?? entries[0],
    some: (entries, share) => entries.filter(() => next() < share),
    shuffled: (entries) =>
      entries
        .map((entry) => ({ entry, place: next() }))
        .sort((left, right) => left.place - right.place)
        .map(({ entry }) => entry),
  };
}

function fractions(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
