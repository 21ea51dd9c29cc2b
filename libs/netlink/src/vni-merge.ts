import { vniTable, type VniRange } from '#drivers';
import type { LinkRecord } from './link-message.js';
import type { VniRecord } from './vni-message.js';

/** Whether the VNIs of a link are in the table of filters. */
export function filtersVnis({ vxlan }: LinkRecord): boolean {
  return vxlan?.vniFilter === true;
}

/** Links with the VNIs that they receive; no entry: none. */
export function withVnis(
  links: readonly LinkRecord[],
  records: readonly VniRecord[],
): readonly LinkRecord[] {
  const ranges = rangesByLink(records);
  return links.map((link) => {
    if (link.vxlan === undefined || !filtersVnis(link)) return link;
    return { ...link, vxlan: { ...link.vxlan, vnis: vniTable(ranges.get(link.index) ?? []) } };
  });
}

/** The kernel may need several messages for one link. */
function rangesByLink(records: readonly VniRecord[]): ReadonlyMap<number, readonly VniRange[]> {
  const lists = new Map<number, VniRange[]>();
  for (const { link, ranges } of records) {
    const known = lists.get(link);
    if (known === undefined) lists.set(link, [...ranges]);
    else known.push(...ranges);
  }
  return lists;
}
