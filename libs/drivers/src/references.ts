import { familyOf } from './addresses.js';
import type { InterfaceName } from './names.js';
import { linkIdentity, type Identity, type LinkResource, type Resource } from './resource.js';

/** The links that must stand before an object can. */
export function linksUsedBy(resource: Resource): readonly InterfaceName[] {
  switch (resource.type) {
    case 'link': {
      const master = resource.master == null ? [] : [resource.master];
      return resource.kind === 'vxlan' ? [...master, resource.vxlan.underlay] : master;
    }
    case 'port':
      return [resource.link, resource.master];
    case 'address':
    case 'fdb':
      return [resource.link];
    case 'route':
      return resource.link === undefined ? [] : [resource.link];
  }
}

export function linkIdentitiesUsedBy(resource: Resource): readonly Identity[] {
  return linksUsedBy(resource).map(linkIdentity);
}

/** The link on top of which another one stands. */
function lowerLinkOf(link: LinkResource): InterfaceName | undefined {
  switch (link.kind) {
    case 'vxlan':
      return link.vxlan.underlay;
    case 'bridge':
      return undefined;
    case 'other':
      return link.lower;
  }
}

/**
 * The link whose end is also the end of the object. The kernel takes a VXLAN link away with its underlay
 * (`vxlan_handle_lowerdev_unregister`), and so it does with VLANs, macvlans and their like; a port outlives its bridge
 * and only its membership ends.
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
  }
}

/** Whether an object needs the host's own IPv6 on its link. */
export function isIpv6(resource: Resource): boolean {
  if (resource.type === 'address') return familyOf(resource.address) === 'ipv6';
  return resource.type === 'route' && familyOf(resource.destination) === 'ipv6';
}
