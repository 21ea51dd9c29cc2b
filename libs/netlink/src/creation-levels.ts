import { linksUsedBy, type InterfaceName, type LinkResource } from '#drivers';

/** Links that refer to none of the list, then those that refer to these, and so on; each level in the order given. */
export function creationLevels<Item extends { readonly link: LinkResource }>(
  items: readonly Item[],
): readonly (readonly Item[])[] {
  const depths = new Map<InterfaceName, number>();
  const levels: Item[][] = [];
  for (const item of items) {
    const below = linkReferences(item.link).map((name) => depths.get(name) ?? -1);
    const depth = Math.max(-1, ...below) + 1;
    depths.set(item.link.name, depth);
    (levels[depth] ??= []).push(item);
  }
  return levels;
}

/** The links without which the kernel does not make this one. */
export function linkReferences(link: LinkResource): readonly InterfaceName[] {
  return linksUsedBy(link);
}
