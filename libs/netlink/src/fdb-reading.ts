import { vlanRanges } from '#drivers';
import type { LinkRecord } from './link-message.js';

/** Entries of a table that take as long as asking for one link alone. */
const entriesOfOneDump = 8;

/**
 * The links to be asked for their forwarding entries one by one; undefined: the whole table costs less. A bridge has an
 * entry for each VLAN of each port (`__vlan_add` in net/bridge/br_vlan.c), none of which we look for, and in a dump of
 * all the kernel goes through them again for each port and for each part of the answer.
 *
 * @param stationed the ports of bridges that may have static entries
 */
export function linksAskedForFdb(
  links: readonly LinkRecord[],
  stationed: ReadonlySet<number> = new Set(),
): readonly number[] | undefined {
  const asked = links
    .filter(({ index, vxlan }) => vxlan !== undefined || stationed.has(index))
    .map(({ index }) => index);
  const others = links.reduce((sum, link) => sum + vlanCount(link), 0);
  return others > entriesOfOneDump * asked.length ? asked : undefined;
}

function vlanCount({ port }: LinkRecord): number {
  if (port?.vlans === undefined) return 0;
  return vlanRanges(port.vlans).reduce((sum, { first, last }) => sum + last - first + 1, 0);
}
