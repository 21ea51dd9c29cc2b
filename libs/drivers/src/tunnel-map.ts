import { lastVlanId } from './vlan-table.js';

declare const brand: unique symbol;
/**
 * Which VLAN of a bridge port is which VNI of the VXLAN link below, as one canonical text, so that two maps are compared
 * as a whole: `10-20=10010, 30=7`. Neighbours that count up together are one range.
 */
export type TunnelMap = string & { readonly [brand]: 'TunnelMap' };

/** VLANs from `first` to `last` are the VNIs from `vni` on. */
export interface TunnelRange {
  readonly first: number;
  readonly last: number;
  readonly vni: number;
}

/** What a later range says counts. */
export function tunnelMap(ranges: Iterable<TunnelRange>): TunnelMap {
  return rangesIn(vnisOf(ranges)).map(textOf).join(', ') as TunnelMap;
}

export function tunnelRanges(map: TunnelMap): readonly TunnelRange[] {
  return map === '' ? [] : map.split(', ').map(rangeOf);
}

/** The ranges that lead from one map to another. */
export function tunnelMapChange(
  before: TunnelMap,
  after: TunnelMap,
): { readonly added: readonly TunnelRange[]; readonly removed: readonly TunnelRange[] } {
  const [from, to] = [vnisOf(tunnelRanges(before)), vnisOf(tunnelRanges(after))];
  return {
    added: rangesIn(to.map((vni, vlan) => (vni === from[vlan] ? 0 : vni))),
    removed: rangesIn(from.map((vni, vlan) => (vni === to[vlan] ? 0 : vni))),
  };
}

/** By VLAN id; 0: none. */
function vnisOf(ranges: Iterable<TunnelRange>): Uint32Array {
  const vnis = new Uint32Array(lastVlanId + 1);
  for (const { first, last, vni } of ranges) {
    for (let vlan = first; vlan <= last; vlan += 1) vnis[vlan] = vni + vlan - first;
  }
  return vnis;
}

function rangesIn(vnis: Uint32Array): readonly TunnelRange[] {
  const ranges: TunnelRange[] = [];
  for (let vlan = 1; vlan <= lastVlanId; vlan += 1) {
    const vni = vnis[vlan] ?? 0;
    if (vni === 0) continue;
    const first = vlan;
    while (vnis[vlan + 1] === vni + vlan + 1 - first) vlan += 1;
    ranges.push({ first, last: vlan, vni });
  }
  return ranges;
}

function textOf({ first, last, vni }: TunnelRange): string {
  return `${first === last ? first : `${first}-${last}`}=${vni}`;
}

function rangeOf(text: string): TunnelRange {
  const [vlans = '', vni = ''] = text.split('=');
  const [first = '', last = first] = vlans.split('-');
  return { first: Number(first), last: Number(last), vni: Number(vni) };
}
