import type { IpAddress } from './addresses.js';

declare const brand: unique symbol;
/**
 * VNIs as one canonical text, so that two tables are compared as a whole: `100-110, 200 239.1.1.1`. Neighbours with one
 * group are one range; nothing is ever spelt out VNI by VNI.
 */
export type VniTable = string & { readonly [brand]: 'VniTable' };

/** VNIs, both ends included, and the group to which their frames for many go; absent: to none. */
export interface VniRange {
  readonly first: number;
  readonly last: number;
  readonly group?: IpAddress | undefined;
}

/** Ranges in any order; they may touch and must not overlap. */
export function vniTable(ranges: Iterable<VniRange>): VniTable {
  const sorted = [...ranges].sort((left, right) => left.first - right.first);
  return merged(sorted).map(textOf).join(', ') as VniTable;
}

export function vniRanges(table: VniTable): readonly VniRange[] {
  return table === '' ? [] : table.split(', ').map(rangeOf);
}

/** How many VNIs a table has. */
export function vniCount(table: VniTable): number {
  return vniRanges(table).reduce((count, { first, last }) => count + last - first + 1, 0);
}

/** Every VNI by itself, for what the kernel takes one by one. */
export function* vnisIn(ranges: Iterable<VniRange>): Iterable<number> {
  for (const { first, last } of ranges) for (let vni = first; vni <= last; vni += 1) yield vni;
}

/** The ranges that lead from one table to another; what only gets another group is removed and added. */
export function vniTableChange(
  before: VniTable,
  after: VniTable,
): { readonly added: readonly VniRange[]; readonly removed: readonly VniRange[] } {
  const [old, now] = [vniRanges(before), vniRanges(after)];
  return {
    added: without(now, old),
    removed: without(old, now),
  };
}

/** The parts of sorted ranges that no range of another sorted list covers with the same group. */
function without(ranges: readonly VniRange[], others: readonly VniRange[]): readonly VniRange[] {
  let place = 0;
  return ranges.flatMap((range) => {
    while ((others[place]?.last ?? Infinity) < range.first) place += 1;
    const left: VniRange[] = [];
    let { first } = range;
    for (let next = place; (others[next]?.first ?? Infinity) <= range.last; next += 1) {
      const other = others[next];
      if (other === undefined || other.group !== range.group) continue;
      if (other.first > first) left.push({ ...range, first, last: other.first - 1 });
      first = Math.max(first, other.last + 1);
    }
    return first > range.last ? left : [...left, { ...range, first }];
  });
}

function merged(sorted: readonly VniRange[]): readonly VniRange[] {
  const ranges: VniRange[] = [];
  for (const range of sorted) {
    const last = ranges.at(-1);
    const continues = last !== undefined && last.last + 1 === range.first;
    if (continues && last.group === range.group)
      ranges.splice(-1, 1, { ...last, last: range.last });
    else ranges.push(range);
  }
  return ranges;
}

function textOf({ first, last, group }: VniRange): string {
  const ids = first === last ? `${first}` : `${first}-${last}`;
  return group === undefined ? ids : `${ids} ${group}`;
}

function rangeOf(text: string): VniRange {
  const [ids = '', group] = text.split(' ');
  const [first = '', last = first] = ids.split('-');
  return {
    first: Number(first),
    last: Number(last),
    ...(group !== undefined && { group: group as IpAddress }),
  };
}
