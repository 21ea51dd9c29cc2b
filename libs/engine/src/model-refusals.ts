import {
  changedFields,
  defaultVlanTable,
  familyOf,
  linkKeys,
  lowerLinkOf,
  isWithin,
  isInterfaceName,
  needsRecreation,
  splitCidr,
  vlanRanges,
  type AddressResource,
  type BridgeEntry,
  type FdbResource,
  type InterfaceName,
  type IpAddress,
  type LinkResource,
  type RouteResource,
} from '#drivers';
import { largestMtu, type ModelLinks } from './model-link.js';

/** The errno name with which the kernel refuses; undefined: it does not. */
export type Refusal = string | undefined;

export function refusalOfNewLink(link: LinkResource, links: ModelLinks): Refusal {
  const misfit = refusalOfName(link.name) ?? refusalOfMtu(link);
  if (misfit !== undefined) return misfit;
  if (links.has(link.name)) return 'EEXIST';
  if (link.kind === 'other') return 'EOPNOTSUPP';
  const lower = lowerLinkOf(link);
  if (lower !== undefined && !links.has(lower)) return 'ENODEV';
  if (isTaken(link, links)) return 'EEXIST';
  if (link.kind === 'vlan' && (link.mtu ?? 0) > largestMtu(link, links)) return 'EINVAL';
  return refusalOfState(link, links) ?? refusalOfMaster(link, link.master, links);
}

export function refusalOfLinkChange(link: LinkResource, links: ModelLinks): Refusal {
  const standing = links.get(link.name)?.resource;
  if (standing === undefined) return 'ENODEV';
  if (needsRecreation(changedFields(standing, link))) return 'EOPNOTSUPP';
  if (isTaken(link, links, linkKeys(standing))) return 'EEXIST';
  const lower = lowerLinkOf(link);
  if (link.kind === 'vxlan' && lower !== undefined && !links.has(lower)) return 'ENODEV';
  return (
    refusalOfRaise(link, links) ??
    refusalOfMtu(link) ??
    refusalOfState(link, links) ??
    refusalOfMaster(link, link.master, links)
  );
}

function refusalOfRaise(link: LinkResource, links: ModelLinks): Refusal {
  if (link.mtu === undefined || link.mtu <= largestMtu(link, links)) return undefined;
  return link.kind === 'vlan' ? 'ERANGE' : 'EINVAL';
}

/** `vlan_dev_open` in net/8021q/vlan_dev.c. */
function refusalOfState(link: LinkResource, links: ModelLinks): Refusal {
  if (link.kind !== 'vlan' || !link.up || link.vlan.looseBinding === true) return undefined;
  return links.get(link.vlan.parent)?.resource.up === false ? 'ENETDOWN' : undefined;
}

export function refusalOfPort(
  name: InterfaceName,
  master: InterfaceName,
  links: ModelLinks,
): Refusal {
  const link = links.get(name)?.resource;
  return link === undefined ? 'ENODEV' : refusalOfMaster(link, master, links);
}

export function refusalOfAddress({ link, address }: AddressResource, links: ModelLinks): Refusal {
  const on = links.get(link)?.resource;
  if (on === undefined) return 'ENODEV';
  return familyOf(address) === 'ipv6' && !on.ipv6 ? 'EACCES' : undefined;
}

export function refusalOfFdbEntry({ link, destination }: FdbResource, links: ModelLinks): Refusal {
  const on = links.get(link)?.resource;
  if (on === undefined) return 'ENODEV';
  if (on.kind !== 'vxlan') return 'EINVAL';
  return familyOf(on.vxlan.local) === familyOf(destination) ? undefined : 'EAFNOSUPPORT';
}

/** Of what is no port of the bridge, or not in the VLAN (`br_fdb_add`, `br_mdb_add`). */
export function refusalOfBridgeEntry(entry: BridgeEntry, links: ModelLinks): Refusal {
  const [port, bridge] = [links.get(entry.link)?.resource, links.get(entry.bridge)?.resource];
  if (port === undefined || bridge === undefined) return 'ENODEV';
  if (bridge.kind !== 'bridge' || port.master !== bridge.name) {
    return entry.type === 'mdb' ? 'EINVAL' : 'EOPNOTSUPP';
  }
  const isBlind = entry.type === 'mdb' && bridge.bridge.multicastSnooping === false;
  return isBlind || !isInVlan(port, entry.vlan) ? 'EINVAL' : undefined;
}

function isInVlan({ port }: LinkResource, vlan: number | undefined): boolean {
  if (vlan === undefined) return true;
  const table = vlanRanges(port?.vlans ?? defaultVlanTable(1));
  return table.some(({ first, last }) => first <= vlan && vlan <= last);
}

/** A source has to be an address of the host (`fib_valid_prefsrc`, `ip6_route_info_create`). */
function refusalOfSource(
  { source }: RouteResource,
  addresses: readonly AddressResource[],
): Refusal {
  if (source === undefined) return undefined;
  return addresses.some(({ address }) => splitCidr(address).address === source)
    ? undefined
    : 'EINVAL';
}

/** The gateway has to be reached over the very link (`fib_check_nh`, `ip6_route_check_nh`). */
export function refusalOfRoute(
  route: RouteResource,
  links: ModelLinks,
  addresses: readonly AddressResource[],
): Refusal {
  const { link, via, onLink, deadEnd } = route;
  if (deadEnd !== undefined) return undefined;
  const over = link === undefined ? undefined : links.get(link)?.resource;
  if (link !== undefined && over === undefined) return 'ENODEV';
  const refusal = refusalOfSource(route, addresses);
  if (refusal !== undefined) return refusal;
  if (via === undefined || over === undefined || onLink) return undefined;
  return refusalOfGateway(via, over, addresses);
}

function refusalOfGateway(
  via: IpAddress,
  { name, up }: LinkResource,
  addresses: readonly AddressResource[],
): Refusal {
  if (!up) return 'ENETDOWN';
  if (addresses.some(({ link, address }) => link === name && isWithin(via, address)))
    return undefined;
  return familyOf(via) === 'ipv4' ? 'ENETUNREACH' : 'EHOSTUNREACH';
}

/** The attribute is of 15 bytes at most (`ifla_policy`); what is in it is looked at later (`dev_valid_name`). */
function refusalOfName(name: string): Refusal {
  if (Buffer.byteLength(name) > 15) return 'ERANGE';
  return isInterfaceName(name) ? undefined : 'EINVAL';
}

/** ETH_MIN_MTU and ETH_MAX_MTU. */
function refusalOfMtu({ mtu }: LinkResource): Refusal {
  return mtu !== undefined && (mtu < 68 || mtu > 65535) ? 'EINVAL' : undefined;
}

function refusalOfMaster(
  { kind }: LinkResource,
  name: InterfaceName | null | undefined,
  links: ModelLinks,
): Refusal {
  if (name == null) return undefined;
  const master = links.get(name)?.resource;
  if (master === undefined) return 'ENODEV';
  if (master.kind === 'bond') return kind === 'bond' ? 'EPERM' : undefined;
  // `vrf_add_slave`.
  if (master.kind === 'vrf') return kind === 'vrf' ? 'EINVAL' : undefined;
  if (master.kind !== 'bridge') return 'EOPNOTSUPP';
  return kind === 'bridge' ? 'ELOOP' : undefined;
}

/** A VNI or a VLAN id is given once (`vxlan_config_validate`, `vxlan_vni_in_use`, `vlan_check_real_dev`). */
function isTaken(
  link: LinkResource,
  links: ModelLinks,
  held: ReadonlySet<string> = new Set(),
): boolean {
  const keys = [...linkKeys(link)].filter((key) => !held.has(key));
  if (keys.length === 0) return false;
  return [...links.values()].some(
    ({ resource }) =>
      resource.name !== link.name && keys.some((key) => linkKeys(resource).has(key)),
  );
}
