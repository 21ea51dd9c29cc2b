declare const brand: unique symbol;
/**
 * Which VLANs a port of a bridge, or the bridge itself, is in, as one canonical text, so that two tables are compared as
 * a whole: `1 pvid untagged, 2-4094`. Neighbours of one kind are one range.
 */
export type VlanTable = string & { readonly [brand]: 'VlanTable' };

/** VLANs of one kind, both ends included. */
export interface VlanRange {
  readonly first: number;
  readonly last: number;
  /** Frames that arrive without a tag are in this VLAN; true on a range of one VLAN only. */
  readonly pvid: boolean;
  /** Frames leave without a tag. */
  readonly untagged: boolean;
}

/** The last id that a VLAN can have. */
export const lastVlanId = 4094;

/** What a later range says counts. */
export function vlanTable(ranges: Iterable<VlanRange>): VlanTable {
  return textOf(kindsOf(ranges));
}

export function vlanRanges(table: VlanTable): readonly VlanRange[] {
  return table === '' ? [] : table.split(', ').map(rangeOf);
}

/** The table of a new port: a bridge puts it into its default VLAN (0: into none). */
export function defaultVlanTable(defaultPvid: number): VlanTable {
  const range = { first: defaultPvid, last: defaultPvid, pvid: true, untagged: true };
  return vlanTable(defaultPvid === 0 ? [] : [range]);
}

/**
 * A table after the default VLAN of its bridge has changed: it moves along unless somebody has changed what a new port
 * gets, or has the new VLAN in it already (`__br_vlan_set_default_pvid` in net/bridge/br_vlan.c).
 */
export function afterDefaultPvid(table: VlanTable, former: number, next: number): VlanTable {
  const kinds = kindsOf(vlanRanges(table));
  const isAsNew = former === 0 ? next !== 0 : kinds[former] === defaultKind;
  if (!isAsNew || kinds[next] !== 0) return table;
  if (former !== 0) kinds[former] = 0;
  if (next !== 0) kinds[next] = defaultKind;
  return textOf(kinds);
}

/** The ranges that lead from one table to another. */
export function vlanTableChange(
  before: VlanTable,
  after: VlanTable,
): { readonly added: readonly VlanRange[]; readonly removed: readonly VlanRange[] } {
  const [from, to] = [kindsOf(vlanRanges(before)), kindsOf(vlanRanges(after))];
  return {
    added: rangesIn(to.map((kind, id) => (kind === from[id] ? 0 : kind))),
    removed: rangesIn(from.map((kind, id) => (to[id] === 0 ? kind : 0))),
  };
}

/** By VLAN id: 0 where the table does not have it, else these bits. */
type Kinds = Uint8Array;
const bit = { member: 1, pvid: 2, untagged: 4 } as const;
const defaultKind = bit.member | bit.pvid | bit.untagged;

function kindsOf(ranges: Iterable<VlanRange>): Kinds {
  const kinds = new Uint8Array(lastVlanId + 1);
  for (const { first, last, pvid, untagged } of ranges) {
    kinds.fill(bit.member | (pvid ? bit.pvid : 0) | (untagged ? bit.untagged : 0), first, last + 1);
  }
  return kinds;
}

function rangesIn(kinds: Kinds): readonly VlanRange[] {
  const ranges: VlanRange[] = [];
  for (let id = 1; id <= lastVlanId; id += 1) {
    const kind = kinds[id] ?? 0;
    if (kind === 0) continue;
    const first = id;
    while ((kind & bit.pvid) === 0 && kinds[id + 1] === kind) id += 1;
    const [pvid, untagged] = [(kind & bit.pvid) !== 0, (kind & bit.untagged) !== 0];
    ranges.push({ first, last: id, pvid, untagged });
  }
  return ranges;
}

function textOf(kinds: Kinds): VlanTable {
  return rangesIn(kinds)
    .map(({ first, last, pvid, untagged }) =>
      [
        first === last ? `${first}` : `${first}-${last}`,
        ...(pvid ? ['pvid'] : []),
        ...(untagged ? ['untagged'] : []),
      ].join(' '),
    )
    .join(', ') as VlanTable;
}

function rangeOf(text: string): VlanRange {
  const [ids = '', ...words] = text.split(' ');
  const [first = '', last = first] = ids.split('-');
  return {
    first: Number(first),
    last: Number(last),
    pvid: words.includes('pvid'),
    untagged: words.includes('untagged'),
  };
}
