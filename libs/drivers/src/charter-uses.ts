import type { Cidr } from './addresses.js';
import type { InterfaceName } from './names.js';
import { lowerLinkOf } from './references.js';
import type { LinkResource, Resource } from './resource.js';
import { vlanRanges, type VlanTable } from './vlan-table.js';

/** What an object takes of a thing that a charter gives out. */
export type CharterUse =
  | { readonly of: 'vlans' | 'vnis'; readonly first: number; readonly last: number }
  | { readonly of: 'names' | 'parents'; readonly name: InterfaceName }
  /** `network`: the host is in it; `way`: packets for it are led somewhere. */
  | { readonly of: 'prefixes'; readonly prefix: Cidr; readonly as: 'network' | 'way' };

/** @param makes whether the contract makes a link itself */
export function charterUses(
  resource: Resource,
  makes: (name: InterfaceName) => boolean,
): readonly CharterUse[] {
  switch (resource.type) {
    case 'link':
      return [
        { of: 'names', name: resource.name },
        ...numbersOf(resource),
        ...tableUses(resource.port?.vlans),
        ...parentUses(parentOf(resource), makes),
      ];
    case 'port':
      return [...parentUses(resource.link, makes), ...tableUses(resource.port?.vlans)];
    case 'address':
      return [{ of: 'prefixes', prefix: resource.address, as: 'network' }];
    case 'route':
      return [{ of: 'prefixes', prefix: resource.destination, as: 'way' }];
    case 'fdb':
    case 'nft':
    case 'ipsec':
      return [];
  }
}

function numbersOf(link: LinkResource): readonly CharterUse[] {
  switch (link.kind) {
    case 'vlan':
      return [{ of: 'vlans', first: link.vlan.id, last: link.vlan.id }];
    case 'vxlan':
      return [{ of: 'vnis', first: link.vxlan.vni, last: link.vxlan.vni }];
    case 'bridge':
      return tableUses(link.bridge.vlans);
    case 'bond':
    case 'vrf':
    case 'generic':
    case 'other':
      return [];
  }
}

/** The link that the charter must have granted; what carries a segment is an underlay, which it lists by itself. */
function parentOf(link: LinkResource): InterfaceName | undefined {
  return link.kind === 'vxlan' ? undefined : lowerLinkOf(link);
}

function parentUses(
  name: InterfaceName | undefined,
  makes: (name: InterfaceName) => boolean,
): readonly CharterUse[] {
  return name === undefined || makes(name) ? [] : [{ of: 'parents', name }];
}

/** The kernel's own default, VLAN 1 without a tag, is nobody's choice and on no wire. */
function tableUses(table: VlanTable | undefined): readonly CharterUse[] {
  if (table === undefined) return [];
  return vlanRanges(table)
    .filter(({ first, last, pvid, untagged }) => !(first === 1 && last === 1 && pvid && untagged))
    .map(({ first, last }) => ({ of: 'vlans', first, last }));
}
