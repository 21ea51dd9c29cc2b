import { isBridgeEntry } from './bridge-entry.js';
import { changedResources } from './changed-resources.js';
import { claimTable, linkKeys } from './claims.js';
import type { HostState } from './host-state.js';
import type { InterfaceName } from './names.js';
import { linksUsedBy, lowerLinkOf } from './references.js';
import { rememberByObject } from './remember.js';
import type { LinkResource, Resource, WantedResource } from './resource.js';

/**
 * Whether what changed between two readings can matter to a contract that had all it wanted at the first. Where it does
 * not, a plan for the second has nothing to do either, and no problems. Only changes of links and of their forwarding
 * entries are looked into; any other one counts.
 */
export function concerns(
  contract: string,
  wanted: readonly WantedResource[],
  before: HostState,
  after: HostState,
): boolean {
  if (before.capabilities !== after.capabilities) return true;
  const reach = reachOf(wanted);
  return changedResources(before, after).some(
    (resource) => resource.owner?.contract === contract || touches(resource, reach, wanted),
  );
}

/** The links that a contract speaks of. */
interface Reach {
  /** Those that it makes, and those that it puts something on. */
  readonly own: ReadonlySet<InterfaceName>;
  /** These, and those that they use. */
  readonly all: ReadonlySet<InterfaceName>;
}

const reachOf = rememberByObject((wanted: readonly WantedResource[]): Reach => {
  const own = new Set(wanted.flatMap(({ resource }) => linkOf(resource) ?? []));
  const used = wanted.flatMap(({ resource }) => linksUsedBy(resource));
  return { own, all: new Set([...own, ...used]) };
});

function linkOf(resource: Resource): InterfaceName | undefined {
  if (resource.type === 'link') return resource.name;
  return 'link' in resource ? resource.link : undefined;
}

function touches(resource: Resource, reach: Reach, wanted: readonly WantedResource[]): boolean {
  if (resource.type === 'link') return linkTouches(resource, reach, wanted);
  const isEntry = resource.type === 'fdb' || isBridgeEntry(resource);
  return !isEntry || linksUsedBy(resource).some((name) => reach.all.has(name));
}

/** Another link over an underlay of the contract is no matter: nothing of it falls while all is as wanted. */
function linkTouches(
  link: LinkResource,
  { own, all }: Reach,
  wanted: readonly WantedResource[],
): boolean {
  const lower = lowerLinkOf(link);
  return (
    all.has(link.name) ||
    (link.master != null && all.has(link.master)) ||
    (lower !== undefined && own.has(lower)) ||
    [...linkKeys(link)].some((key) => claimTable(wanted).has(key))
  );
}
