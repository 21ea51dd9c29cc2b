import type { Problem } from '#contract';
import type { InterfaceName } from './names.js';
import { lowerLinkOf } from './references.js';
import type { LinkResource, WantedResource } from './resource.js';

/** MAX_NEST_DEV of include/linux/netdevice.h: so many links may stand on each other, the lowest one counted. */
export const deepestStack = 8;

/**
 * Links of one contract of which more stand on each other than the kernel takes (EMLINK). An interface that the host has
 * counts for one, though it may itself be a stack.
 */
export function depthProblems(
  wanted: readonly WantedResource[],
): readonly Problem<'stack-too-deep'>[] {
  const below = linksBelow(wanted);
  const depths = new Map<InterfaceName, number>();
  return wanted.flatMap(({ resource, path }) => {
    if (resource.type !== 'link') return [];
    const depth = depthOf(resource.name, below, depths);
    // Only the first one that is too high: what stands on it is so because of it.
    if (depth !== deepestStack + 1) return [];
    const detail = `'${resource.name}' is the ${depth}th interface of a stack, and the kernel takes ${deepestStack}: leave out one below`;
    return [{ code: 'stack-too-deep', path, detail }];
  });
}

type Below = ReadonlyMap<InterfaceName, readonly InterfaceName[]>;

/** For each link those on which it stands, and those that are its ports. */
function linksBelow(wanted: readonly WantedResource[]): Below {
  const below = new Map<InterfaceName, InterfaceName[]>();
  const add = (upper: InterfaceName, lower: InterfaceName): void => {
    const list = below.get(upper);
    if (list === undefined) below.set(upper, [lower]);
    else list.push(lower);
  };
  for (const { resource } of wanted) {
    if (resource.type === 'port') add(resource.master, resource.link);
    if (resource.type === 'link') addLink(resource, add);
  }
  return below;
}

function addLink(
  link: LinkResource,
  add: (upper: InterfaceName, lower: InterfaceName) => void,
): void {
  const lower = lowerLinkOf(link);
  if (lower !== undefined) add(link.name, lower);
  if (link.master != null) add(link.master, link.name);
}

/** Links in a circle have no depth; another rule tells of them. */
function depthOf(name: InterfaceName, below: Below, depths: Map<InterfaceName, number>): number {
  const known = depths.get(name);
  if (known !== undefined) return known;
  depths.set(name, 0);
  const lower = (below.get(name) ?? []).map((link) => depthOf(link, below, depths));
  const depth = Math.max(0, ...lower) + 1;
  depths.set(name, depth);
  return depth;
}
