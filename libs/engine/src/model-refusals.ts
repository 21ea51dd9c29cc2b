import {
  changedFields,
  familyOf,
  needsRecreation,
  type AddressResource,
  type FdbResource,
  type InterfaceName,
  type LinkResource,
  type VxlanOptions,
} from '#drivers';
import { largestMtu, type ModelLinks } from './model-link.js';

/** The errno name with which the kernel refuses; undefined: it does not. */
export type Refusal = string | undefined;

export function refusalOfNewLink(link: LinkResource, links: ModelLinks): Refusal {
  if (links.has(link.name)) return 'EEXIST';
  if (link.kind === 'other') return 'EOPNOTSUPP';
  if (link.kind === 'vxlan') {
    if (!links.has(link.vxlan.underlay)) return 'ENODEV';
    if (isVniTaken(link.vxlan, links)) return 'EEXIST';
  }
  return refusalOfMaster(link, link.master, links);
}

export function refusalOfLinkChange(link: LinkResource, links: ModelLinks): Refusal {
  const standing = links.get(link.name)?.resource;
  if (standing === undefined) return 'ENODEV';
  if (needsRecreation(changedFields(standing, link))) return 'EOPNOTSUPP';
  if (link.kind === 'vxlan' && !links.has(link.vxlan.underlay)) return 'ENODEV';
  if (link.mtu !== undefined && link.mtu > largestMtu(link, links)) return 'EINVAL';
  return refusalOfMaster(link, link.master, links);
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
  if (on.kind !== 'vxlan') return 'EOPNOTSUPP';
  return familyOf(on.vxlan.local) === familyOf(destination) ? undefined : 'EAFNOSUPPORT';
}

function refusalOfMaster(
  { kind }: LinkResource,
  name: InterfaceName | null | undefined,
  links: ModelLinks,
): Refusal {
  if (name == null) return undefined;
  const master = links.get(name)?.resource;
  if (master === undefined) return 'ENODEV';
  if (master.kind !== 'bridge') return 'EOPNOTSUPP';
  return kind === 'bridge' ? 'ELOOP' : undefined;
}

/** One for each UDP port and outer family (`vxlan_config_validate` in drivers/net/vxlan/vxlan_core.c). */
function isVniTaken({ vni, port, local }: VxlanOptions, links: ModelLinks): boolean {
  return [...links.values()].some(
    ({ resource }) =>
      resource.kind === 'vxlan' &&
      resource.vxlan.vni === vni &&
      resource.vxlan.port === port &&
      familyOf(resource.vxlan.local) === familyOf(local),
  );
}
