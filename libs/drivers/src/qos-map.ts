declare const brand: unique symbol;
/**
 * A map between priorities as one text, so that two of them are compared as a whole: `2:5 7:1`, by rising keys. A key
 * that maps to 0 is left out, as the kernel itself does not tell it from one that was never set.
 */
export type QosMap = string & { readonly [brand]: 'QosMap' };

export function qosMap(entries: Iterable<readonly [from: number, to: number]>): QosMap {
  return [...new Map(entries)]
    .filter(([, to]) => to !== 0)
    .toSorted(([left], [right]) => left - right)
    .map((entry) => entry.join(':'))
    .join(' ') as QosMap;
}

export function qosEntries(map: QosMap): ReadonlyMap<number, number> {
  const entries = map === '' ? [] : map.split(' ');
  return new Map(
    entries.map((entry) => {
      const [from, to] = entry.split(':');
      return [Number(from), Number(to)] as const;
    }),
  );
}
