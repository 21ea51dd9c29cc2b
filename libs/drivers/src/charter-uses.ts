import type { Cidr } from './addresses.js';
import type { BridgePortOptions } from './bridge-port.js';
import { isProvided } from './host-state.js';
import type { InterfaceName } from './names.js';
import { lowerLinkOf } from './references.js';
import type { LinkResource, Resource, RuleResource, VxlanOptions } from './resource.js';
import { tunnelRanges, type TunnelRange } from './tunnel-map.js';
import { vlanRanges, type VlanTable } from './vlan-table.js';
import { vniRanges } from './vni-table.js';

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
  if (isProvided(resource)) return [];
  switch (resource.type) {
    case 'link':
      return [
        { of: 'names', name: resource.name },
        ...numbersOf(resource),
        ...portUses(resource.port),
        ...parentUses(parentOf(resource), makes),
      ];
    case 'port':
      return [...parentUses(resource.link, makes), ...portUses(resource.port)];
    case 'address':
      return [{ of: 'prefixes', prefix: resource.address, as: 'network' }];
    case 'route':
      return [{ of: 'prefixes', prefix: resource.destination, as: 'way' }];
    case 'fdb':
      return resource.vni === undefined ? [] : [single('vnis', resource.vni)];
    case 'rule':
      return ruleUses(resource, makes);
    case 'bridge-fdb':
    case 'mdb':
      return resource.vlan === undefined ? [] : [single('vlans', resource.vlan)];
  }
}

/** What a rule catches of others' packets: none where it is for those of the contract's own interfaces. */
function ruleUses(
  { family, from, to, iif, oif }: RuleResource,
  makes: (name: InterfaceName) => boolean,
): readonly CharterUse[] {
  const links = [iif, oif].filter((name) => name !== undefined);
  if (links.some(makes)) return [];
  const everywhere = (family === 'ipv4' ? '0.0.0.0/0' : '::/0') as Cidr;
  const prefixes = [from, to].filter((prefix) => prefix !== undefined);
  return [
    ...links.filter((name) => name !== 'lo').flatMap((name) => parentUses(name, makes)),
    ...(prefixes.length === 0 ? [everywhere] : prefixes).map(
      (prefix) => ({ of: 'prefixes', prefix, as: 'way' }) as const,
    ),
  ];
}

function numbersOf(link: LinkResource): readonly CharterUse[] {
  switch (link.kind) {
    case 'vlan':
      return [single('vlans', link.vlan.id)];
    case 'vxlan':
      return vniUses(link.vxlan);
    case 'bridge':
      return tableUses(link.bridge.vlans);
    case 'bond':
    case 'vrf':
    case 'generic':
    case 'other':
      return [];
  }
}

function single(of: 'vlans' | 'vnis', id: number): CharterUse {
  return { of, first: id, last: id };
}

/** An external link without a filter receives any VNI. */
function vniUses({ vni, external, vniFilter, vnis }: VxlanOptions): readonly CharterUse[] {
  if (external !== true) return [single('vnis', vni)];
  if (vniFilter !== true) return [{ of: 'vnis', first: 0, last: 0xffffff }];
  return vnis === undefined ? [] : joined('vnis', vniRanges(vnis));
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

/** The VNIs of the map are those of the link below, which asks for them itself; its VLANs need not be in the table. */
function portUses(port: BridgePortOptions | undefined): readonly CharterUse[] {
  const { vlans, tunnels } = port ?? {};
  const told = tableUses(vlans);
  const isTold = ({ first, last }: TunnelRange): boolean =>
    told.some((use) => 'first' in use && use.first <= first && last <= use.last);
  const mapped = tunnels === undefined ? [] : tunnelRanges(tunnels);
  return [
    ...told,
    ...joined(
      'vlans',
      mapped.filter((range) => !isTold(range)),
    ),
  ];
}

/** The kernel's own default, VLAN 1 without a tag, is nobody's choice and on no wire. */
function tableUses(table: VlanTable | undefined): readonly CharterUse[] {
  if (table === undefined) return [];
  const asked = vlanRanges(table).filter(
    ({ first, last, pvid, untagged }) => !(first === 1 && last === 1 && pvid && untagged),
  );
  return joined('vlans', asked);
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Neighbours that differ in what else is said of them are one range to a charter. */
function joined(of: 'vlans' | 'vnis', ranges: readonly Range[]): readonly CharterUse[] {
  const uses: (Range & { of: typeof of })[] = [];
  for (const { first, last } of ranges) {
    const before = uses.at(-1);
    const continues = before !== undefined && before.last + 1 === first;
    if (continues) uses.splice(-1, 1, { ...before, last });
    else uses.push({ of, first, last });
  }
  return uses;
}
