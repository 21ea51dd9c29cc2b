import type { Problem } from '#contract';
import { familyOf, splitCidr } from './addresses.js';
import type { BridgeEntry } from './bridge-entry.js';
import type { DriverProblemCode } from './problem-codes.js';
import { rememberByObject } from './remember.js';
import type { Claim, ClaimRow } from './claim.js';
import { clashRuns, type Clash } from './clash-runs.js';
import type { HostState } from './host-state.js';
import type { InterfaceName } from './names.js';
import {
  identityOf,
  type LinkResource,
  type Resource,
  type RouteResource,
  type RuleResource,
  type VxlanOptions,
  type WantedResource,
} from './resource.js';
import { vlanKey, type VlanOptions } from './vlan-link.js';
import type { VrfOptions } from './vrf-link.js';
import { vniCount, vniRanges, vnisIn, vniTable } from './vni-table.js';

/** The VRF that a link is in; undefined: in none. */
export type VrfOf = (link: InterfaceName) => InterfaceName | undefined;

/** What one resource takes for itself on its host. An address is taken in the VRF of its link alone. */
export function claimsOf(resource: Resource, vrfOf: VrfOf): readonly Claim[] {
  const claims = ownClaims(resource);
  const vrf = resource.type === 'address' ? vrfOf(resource.link) : undefined;
  if (vrf === undefined) return claims;
  return claims.map(({ key, code, title }) => ({
    key: `${key} in ${vrf}`,
    code,
    title: `${title} in VRF '${vrf}'`,
  }));
}

/** What links say about the VRFs that they are in. */
export function vrfsAmong(links: Iterable<LinkResource>): VrfOf {
  const byName = new Map(Array.from(links, (link) => [link.name, link]));
  return (name) => {
    const master = byName.get(name)?.master;
    return master != null && byName.get(master)?.kind === 'vrf' ? master : undefined;
  };
}

function vrfsIn(wanted: readonly WantedResource[]): VrfOf {
  return vrfsAmong(wanted.flatMap(({ resource }) => (resource.type === 'link' ? [resource] : [])));
}

const ownClaims: (resource: Resource) => readonly Claim[] = rememberByObject(makeClaims);

function makeClaims(resource: Resource): readonly Claim[] {
  switch (resource.type) {
    case 'link':
      return [
        interfaceClaim(resource.name, 'interface-name-claimed-twice', 'interface name'),
        ...kindClaims(resource),
      ];
    case 'port':
      return [interfaceClaim(resource.link, 'port-claimed-twice', 'port')];
    case 'address':
      return [addressClaim(splitCidr(resource.address).address)];
    case 'route':
      return [routeClaim(resource)];
    case 'bridge-fdb':
    case 'mdb':
      return [bridgeEntryClaim(resource)];
    case 'rule':
      return [ruleClaim(resource)];
    case 'fdb':
    case 'ipsec':
    case 'nft':
      return [];
  }
}

/** Something that one link of a host has, by the key of the claim to it. */
export interface Holding {
  readonly key: string;
  readonly link: InterfaceName;
}

/** A host's claims by key: who holds each. */
export type ClaimTable = ReadonlyMap<string, string>;

/** Claims that stand twice in one list of wanted resources; the later one is at fault. */
export function claimProblems(
  wanted: readonly WantedResource[],
  heldByOthers: ClaimTable = new Map(),
): readonly Problem<DriverProblemCode>[] {
  const held = new Map<string, string>();
  const problems: Problem<DriverProblemCode>[] = [];
  const vrfOf = vrfsIn(wanted);
  for (const { resource, path } of wanted) {
    const clashes: Clash[] = [];
    for (const claim of claimsOf(resource, vrfOf)) {
      const holder = heldByOthers.get(claim.key) ?? held.get(claim.key);
      if (holder === undefined) held.set(claim.key, holderName(resource));
      else clashes.push({ claim, holder });
    }
    for (const { code, title, holder } of clashRuns(clashes)) {
      problems.push({ code, path, detail: `${title} is already claimed by ${holder}` });
    }
  }
  return problems;
}

/** The claims of what a host has accepted, for checking another contract against them. */
export const claimTable: (wanted: readonly WantedResource[]) => ClaimTable = rememberByObject(
  (wanted: readonly WantedResource[]) => {
    const table = new Map<string, string>();
    const vrfOf = vrfsIn(wanted);
    for (const { resource } of wanted) {
      for (const { key } of claimsOf(resource, vrfOf)) table.set(key, holderName(resource));
    }
    return table;
  },
);

function kindClaims(link: LinkResource): readonly Claim[] {
  switch (link.kind) {
    case 'vlan':
      return [vlanClaim(link.vlan)];
    case 'vrf':
      return [tableClaim(link.vrf)];
    case 'vxlan':
      return vniClaims(link.vxlan);
    case 'generic':
      return link.claim === undefined ? [] : [genericClaim(link.claim)];
    case 'bond':
    case 'bridge':
    case 'other':
      return [];
  }
}

/** Whose a VNI, a VLAN or an address is that stands on a host, by the key of the claim; a name is the link itself. */
export function holdingsIn({ links, addresses }: HostState): readonly Holding[] {
  const vrfOf = vrfsAmong(links.map(({ resource }) => resource));
  return [
    ...links.flatMap(({ resource }) => linkHoldings(resource)),
    ...addresses.flatMap((address) =>
      claimsOf(address, vrfOf).map(({ key }) => ({ key, link: address.link })),
    ),
  ];
}

const linkHoldings: (link: LinkResource) => readonly Holding[] = rememberByObject(
  (link: LinkResource) => Array.from(linkKeys(link), (key) => ({ key, link: link.name })),
);

/** What the kernel gives to one link only, such as each VNI of one that serves many; empty: nothing but its name. */
export const linkKeys: (link: LinkResource) => ReadonlySet<string> = rememberByObject(
  (link: LinkResource) => new Set(kindClaims(link).map(({ key }) => key)),
);

/** A link that a contract makes is no port for others to take, so both are one claim. */
function interfaceClaim(name: string, code: DriverProblemCode, what: string): Claim {
  return { key: `interface ${name}`, code, title: `${what} '${name}'` };
}

/** A VXLAN link has its VNI alone, for each UDP port and outer family (`vxlan_config_validate` in vxlan_core.c). */
function vniKey({ vni, port, local }: VxlanOptions): string {
  return `vni ${vni} ${port} ${familyOf(local)}`;
}

/** VNIs of a link that serves many beyond which they are not looked at one by one: somebody's filter that lets all pass. */
const mostVnis = 65_536;

function vniClaims(options: VxlanOptions): readonly Claim[] {
  const { external = false, vnis = vniTable([]) } = options;
  if (!external) return [vniClaim(options)];
  if (vniCount(vnis) > mostVnis) return [];
  const titled: ClaimRow['titled'] = (first, last) =>
    vniTitle(options, `each VNI from ${first} to ${last}`);
  return Array.from(vnisIn(vniRanges(vnis)), (vni) =>
    vniClaim({ ...options, vni }, { number: vni, titled }),
  );
}

function vniClaim(options: VxlanOptions, row?: ClaimRow): Claim {
  return {
    key: vniKey(options),
    code: 'vni-claimed-twice',
    title: vniTitle(options, `VNI ${options.vni}`),
    ...(row !== undefined && { row }),
  };
}

function vniTitle({ port, local }: VxlanOptions, vnis: string): string {
  return `${vnis} on UDP port ${port} over ${familyOf(local) === 'ipv4' ? 'IPv4' : 'IPv6'}`;
}

function vlanClaim(options: VlanOptions): Claim {
  const { id, protocol, parent } = options;
  return {
    key: vlanKey(options),
    code: 'vlan-claimed-twice',
    title: `${protocol} VLAN ${id} on '${parent}'`,
  };
}

/** Linux makes two VRFs of one table unless it is strict (net.vrf.strict_mode); their links would share their routes. */
function tableClaim({ table }: VrfOptions): Claim {
  return {
    key: `vrf table ${table}`,
    code: 'vrf-table-claimed-twice',
    title: `routing table ${table} as that of a VRF`,
  };
}

/** The words of the driver's table: the kind and what makes the link the only one. */
function genericClaim(claim: string): Claim {
  return { key: `kind ${claim}`, code: 'link-claimed-twice', title: claim };
}

function addressClaim(address: string): Claim {
  return {
    key: `address ${address}`,
    code: 'address-claimed-twice',
    title: `address ${address}`,
  };
}

function routeClaim({ destination, table, metric }: RouteResource): Claim {
  return {
    key: `route ${table} ${destination} ${metric}`,
    code: 'route-claimed-twice',
    title: `the route to ${destination} of metric ${metric} in table ${table}`,
  };
}

/** Of two rules of one priority the kernel asks the older one first, which nobody could foresee. */
function ruleClaim({ family, priority }: RuleResource): Claim {
  const title = `priority ${priority} of the rules over ${family === 'ipv4' ? 'IPv4' : 'IPv6'}`;
  return { key: `rule ${family} ${priority}`, code: 'rule-claimed-twice', title };
}

function bridgeEntryClaim(entry: BridgeEntry): Claim {
  const { type, bridge, link, vlan } = entry;
  const what = type === 'mdb' ? `group ${entry.group} by '${link}'` : `station ${entry.mac}`;
  const where = vlan === undefined ? '' : ` in VLAN ${vlan}`;
  const code = 'bridge-entry-claimed-twice';
  return { key: identityOf(entry), code, title: `${what}${where} on '${bridge}'` };
}

function holderName({ owner }: Resource): string {
  return owner === undefined
    ? 'another'
    : `workload '${owner.workload}' of contract ${owner.contract}`;
}
