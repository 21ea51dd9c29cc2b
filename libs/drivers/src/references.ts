import { familyOf } from './addresses.js';
import type { InterfaceName } from './names.js';
import { isBridgeEntry } from './bridge-entry.js';
import {
  linkIdentity,
  portIdentity,
  type Identity,
  type LinkResource,
  type Resource,
} from './resource.js';

/** The links that must stand before an object can. */
export function linksUsedBy(resource: Resource): readonly InterfaceName[] {
  if (isBridgeEntry(resource)) return [resource.bridge, resource.link];
  switch (resource.type) {
    case 'link':
      return [resource.master, lowerLinkOf(resource)].filter((name) => name != null);
    case 'port':
      return [resource.link, resource.master];
    case 'address':
      return [resource.link];
    case 'fdb':
      return resource.via === undefined ? [resource.link] : [resource.link, resource.via];
    case 'route':
    case 'ipsec':
      return [resource.link].filter((name) => name !== undefined);
    case 'nft':
    case 'rule':
      return [];
  }
}

/** Links, and the membership that an entry of a bridge takes for granted. */
export function identitiesUsedBy(resource: Resource): readonly Identity[] {
  const links = linksUsedBy(resource).map(linkIdentity);
  return isBridgeEntry(resource) ? [...links, portIdentity(resource.link)] : links;
}

/** The link on top of which another one stands. */
export function lowerLinkOf(link: LinkResource): InterfaceName | undefined {
  switch (link.kind) {
    case 'vlan':
      return link.vlan.parent;
    case 'vxlan':
      return link.vxlan.underlay ?? undefined;
    case 'bond':
    case 'vrf':
    case 'bridge':
      return undefined;
    case 'generic':
    case 'other':
      return link.lower;
  }
}

/** The field of a link that names the one below. */
export function lowerFieldOf({ kind }: LinkResource): string {
  if (kind === 'generic') return 'lower';
  return kind === 'vlan' ? 'vlan.parent' : 'vxlan.underlay';
}

/**
 * The link whose end is also the end of the object. The kernel takes a VXLAN link away with its underlay
 * (`vxlan_handle_lowerdev_unregister`), a VLAN with its parent (`vlan_device_event`), and so it does with macvlans and
 * their like; a port outlives its bridge and only its membership ends.
 */
export function carrierOf(resource: Resource): InterfaceName | undefined {
  switch (resource.type) {
    case 'link':
      return lowerLinkOf(resource);
    case 'port':
      return resource.master;
    case 'address':
    case 'fdb':
    case 'route':
      return resource.link;
    case 'bridge-fdb':
    case 'mdb':
      return resource.bridge;
    case 'ipsec':
    case 'nft':
    case 'rule':
      return undefined;
  }
}

/** An entry of a bridge ends with its port too. */
export function carryingLinks(resource: Resource): readonly InterfaceName[] {
  const carrier = carrierOf(resource);
  if (isBridgeEntry(resource)) return [resource.bridge, resource.link];
  return carrier === undefined ? [] : [carrier];
}

/** Whether an object needs the host's own IPv6 on its link. */
export function isIpv6(resource: Resource): boolean {
  if (resource.type === 'address') return familyOf(resource.address) === 'ipv6';
  return resource.type === 'route' && familyOf(resource.destination) === 'ipv6';
}
