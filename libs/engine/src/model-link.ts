import {
  familyOf,
  vxlanOverhead,
  type InterfaceName,
  type LinkResource,
  type MacAddress,
  type ObservedLink,
} from '#drivers';

/** A link of the model: what was asked for it, and the number that the model gave it. */
export interface ModelLink {
  readonly index: number;
  /** `mtu` is absent where the kernel chooses: on a bridge that follows its ports. */
  readonly resource: LinkResource;
}

export type ModelLinks = ReadonlyMap<InterfaceName, ModelLink>;

/** Ethernet's, and that of a bridge without ports. */
const usualMtu = 1500;

/** The kernel cuts the MTU of a new VXLAN link to what its underlay carries, and tells nobody (`vxlan_config_apply`). */
export function newModelLink(link: LinkResource, index: number, links: ModelLinks): ModelLink {
  const mac = link.mac ?? chosenMac(index);
  if (link.kind !== 'vxlan') return { index, resource: { ...link, mac } };
  const most = largestMtu(link, links);
  return { index, resource: { ...link, mac, mtu: Math.min(link.mtu ?? most, most) } };
}

/** The MTU that a VXLAN link can have; no limit for other links. */
export function largestMtu(link: LinkResource, links: ModelLinks): number {
  return link.kind === 'vxlan'
    ? mtuOf(link.vxlan.underlay, links) - vxlanOverhead(familyOf(link.vxlan.local))
    : Infinity;
}

/** A link as a dump shows it, every field filled in. */
export function observedLink({ index, resource }: ModelLink, links: ModelLinks): ObservedLink {
  const { name, up, master = null } = resource;
  return {
    index,
    operStatus: up ? 'up' : 'down',
    carrier: up,
    resource: withAlias({ ...resource, mtu: mtuOf(name, links), master }),
  };
}

/** Our mark is an alias too, which nobody needs to see twice. */
function withAlias({ alias = '', ...link }: ObservedLink['resource']): ObservedLink['resource'] {
  return link.owner === undefined ? { ...link, alias } : link;
}

/** A bridge follows its smallest port until its MTU is set (`br_mtu_auto_adjust`). */
function mtuOf(name: InterfaceName, links: ModelLinks): number {
  const link = links.get(name)?.resource;
  if (link?.mtu !== undefined || link?.kind !== 'bridge') return link?.mtu ?? usualMtu;
  const ports = [...links.values()].filter(({ resource }) => resource.master === name);
  return ports.length === 0
    ? usualMtu
    : Math.min(...ports.map(({ resource }) => mtuOf(resource.name, links)));
}

/** Whether a bridge goes on to follow its ports: nothing is set where nothing changes (`dev_set_mtu`). */
export function followsItsPorts(
  { resource }: ModelLink,
  links: ModelLinks,
  askedMtu: number | undefined,
): boolean {
  const isFollowing = resource.kind === 'bridge' && resource.mtu === undefined;
  return isFollowing && askedMtu === mtuOf(resource.name, links);
}

function chosenMac(index: number): MacAddress {
  const tail = index.toString(16).padStart(4, '0');
  return `02:00:00:00:${tail.slice(0, 2)}:${tail.slice(2)}` as MacAddress;
}
