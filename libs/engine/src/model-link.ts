import {
  bridgeDefaults,
  defaultVlanTable,
  familyOf,
  qosMap,
  vxlanDefaults,
  vxlanOverhead,
  type BridgeLink,
  type InterfaceName,
  type LinkResource,
  type MacAddress,
  type ObservedLink,
  type VlanLink,
  type VxlanLink,
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

export function newModelLink(link: LinkResource, index: number, links: ModelLinks): ModelLink {
  switch (link.kind) {
    case 'vlan':
      return { index, resource: newVlan(link, index, links) };
    case 'vxlan':
      return { index, resource: newVxlan(link, index, links) };
    case 'bridge':
      return { index, resource: newBridge(link, index) };
    case 'bond':
    case 'vrf':
    case 'generic':
    case 'other':
      return { index, resource: { ...link, mac: link.mac ?? chosenMac(index) } };
  }
}

function newBridge(link: BridgeLink, index: number): BridgeLink {
  const vlans = defaultVlanTable(link.bridge.defaultPvid ?? bridgeDefaults.defaultPvid);
  return {
    ...link,
    mac: link.mac ?? chosenMac(index),
    bridge: { ...bridgeDefaults, vlans, ...link.bridge },
  };
}

/** A VLAN has what its parent has until it is told otherwise (`vlan_newlink`, `vlan_dev_init`). */
function newVlan(link: VlanLink, index: number, links: ModelLinks): VlanLink {
  const parent = links.get(link.vlan.parent)?.resource;
  return {
    ...link,
    mac: link.mac ?? parent?.mac ?? chosenMac(index),
    mtu: link.mtu ?? mtuOf(link.vlan.parent, links),
    vlan: { ...usualVlan, ...link.vlan },
  };
}

const usualVlan = {
  reorderHeader: true,
  looseBinding: false,
  gvrp: false,
  mvrp: false,
  ingressQos: qosMap([]),
  egressQos: qosMap([]),
};

/** The kernel cuts the MTU of a new VXLAN link to what its underlay carries, and tells nobody (`vxlan_config_apply`). */
function newVxlan(link: VxlanLink, index: number, links: ModelLinks): VxlanLink {
  const most = largestMtu(link, links);
  return {
    ...link,
    mac: link.mac ?? chosenMac(index),
    mtu: Math.min(link.mtu ?? Math.min(most, usualMtu), most),
    vxlan: {
      ...vxlanDefaults,
      acceptsZeroChecksum: familyOf(link.vxlan.local) === 'ipv6',
      ...link.vxlan,
    },
  };
}

/** The MTU that a link on top of another one can have; no limit for other links. */
export function largestMtu(link: LinkResource, links: ModelLinks): number {
  switch (link.kind) {
    case 'vlan':
      return mtuOf(link.vlan.parent, links);
    case 'vxlan':
      return link.vxlan.underlay === null
        ? Infinity
        : mtuOf(link.vxlan.underlay, links) - vxlanOverhead(familyOf(link.vxlan.local));
    case 'bond':
    case 'vrf':
    case 'bridge':
    case 'generic':
    case 'other':
      return Infinity;
  }
}

/** A link as a dump shows it, every field filled in. */
export function observedLink(
  { index, resource }: ModelLink,
  links: ModelLinks,
  unplugged: ReadonlySet<InterfaceName> = new Set(),
): ObservedLink {
  const { name, master = null } = resource;
  const carrier = hasCarrier(resource, links, unplugged);
  return {
    index,
    operStatus: carrier ? 'up' : 'down',
    carrier,
    resource: withAlias({ ...resource, mtu: mtuOf(name, links), master }),
  };
}

/** A VLAN has its parent's (`netif_stacked_transfer_operstate`). */
function hasCarrier(
  link: LinkResource,
  links: ModelLinks,
  unplugged: ReadonlySet<InterfaceName>,
): boolean {
  if (!link.up || unplugged.has(link.name)) return false;
  const parent = link.kind === 'vlan' ? links.get(link.vlan.parent)?.resource : undefined;
  return parent === undefined || hasCarrier(parent, links, unplugged);
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
