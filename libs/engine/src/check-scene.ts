import type { Check, NodeId } from '#contract';
import {
  carriersOf,
  isWithin,
  type HostState,
  type InterfaceName,
  type IpAddress,
  type WantedResource,
} from '#drivers';

/** One check as a host sees it: the links of its workload here, and those above them. */
export interface CheckScene {
  readonly check: Check;
  /** The workload's own links and ports. */
  readonly own: readonly InterfaceName[];
  /** The workload's own links and ports, and what they stand on. */
  readonly carriers: readonly InterfaceName[];
  /** The workload's own links and ports, and the bridges and bonds that they are in: where its addresses may be. */
  readonly ways: readonly InterfaceName[];
}

/** The checks of a contract that concern a host, in the order of the contract. */
export function checkScenes(
  checks: readonly Check[],
  node: NodeId,
  wanted: readonly WantedResource[],
): readonly CheckScene[] {
  return checks
    .filter(({ nodes }) => nodes?.includes(node) ?? true)
    .map((check) => sceneOf(check, wanted))
    .filter(({ check, carriers }) => carriers.length > 0 || check.nodes !== undefined);
}

/** The link by which an address is reached in a network of the workload; undefined: by none. */
export function wayTo(
  address: IpAddress,
  { ways }: CheckScene,
  { addresses, routes }: HostState,
): InterfaceName | undefined {
  const near = addresses.find(
    ({ link, address: own }) => ways.includes(link) && isWithin(address, own),
  );
  if (near !== undefined) return near.link;
  const isOurs = (link: InterfaceName | undefined): boolean =>
    link !== undefined && ways.includes(link);
  return routes.find(({ link, destination }) => isOurs(link) && isWithin(address, destination))
    ?.link;
}

function sceneOf(check: Check, wanted: readonly WantedResource[]): CheckScene {
  const own = wanted.filter(({ resource }) => resource.owner?.workload === check.workload);
  const links = own.flatMap(({ resource }) => {
    if (resource.type === 'link') return [resource.name];
    return resource.type === 'port' ? [resource.link] : [];
  });
  const { parents } = carriersOf(own);
  return {
    check,
    own: links,
    carriers: [...new Set([...links, ...parents])],
    ways: withMasters(new Set(links), wanted),
  };
}

/** Adding to a set while it is gone through goes through what was added as well. */
function withMasters(
  links: Set<InterfaceName>,
  wanted: readonly WantedResource[],
): readonly InterfaceName[] {
  for (const link of links) {
    for (const { resource } of wanted) {
      const isOn =
        (resource.type === 'link' && resource.name === link) ||
        (resource.type === 'port' && resource.link === link);
      if (isOn && resource.master) links.add(resource.master);
    }
  }
  return [...links];
}
