import {
  identityOf,
  ownerOfMark,
  ownProtocol,
  type AddressResource,
  type BondOptions,
  type BridgeFdbResource,
  type FdbResource,
  type HostState,
  type InterfaceName,
  type LinkResource,
  type MdbResource,
  type ObservedLink,
  type Owner,
  type Resource,
  type RouteResource,
  type RuleResource,
} from '#drivers';
import type { AddressRecord } from './address-message.js';
import type { BridgeFdbRecord } from './bridge-fdb-message.js';
import { foldedEntries, type FoldedEntry } from './fdb-folding.js';
import type { BondData } from './bond-data.js';
import type { FdbSettings } from './fdb-message.js';
import type { LinkRecord } from './link-message.js';
import type { MdbRecord } from './mdb-message.js';
import { kernelProtocol, type RouteRecord } from './route-message.js';

/** What the dumps gave, others by their index. */
export interface HostRecords {
  readonly links: readonly LinkRecord[];
  readonly addresses: readonly AddressRecord[];
  readonly routes: readonly RouteRecord[];
  readonly fdb: readonly FdbRecord[];
  readonly mdb: readonly MdbRecord[];
  /** Undefined where the kernel has none. */
  readonly rules?: readonly RuleResource[] | undefined;
}

/** What the forwarding tables of VXLAN links and bridges have, which the kernel tells in one dump. */
export type FdbRecord = FdbSettings | BridgeFdbRecord;

/** RT_SCOPE_LINK and what is narrower: addresses that the kernel makes itself. */
const linkScope = 253;

/** The host model out of the dumps: names for indexes, owners from marks, sorted by identity. */
export function readHost(records: HostRecords): HostState {
  const links = new Map(records.links.map((link) => [link.index, link]));
  return {
    links: records.links
      .map((link) => observedLink(link, links))
      .sort(by((link) => identityOf(link.resource))),
    addresses: addressResources(records.addresses, links),
    routes: routeResources(records.routes, links),
    fdb: fdbResources(records.fdb, links),
    mdb: mdbResources(records.mdb, links),
    ...(records.rules !== undefined && { rules: sortedRules(records.rules) }),
  };
}

/** What others need to know of the link that they name by its index. */
export type KnownLink = Pick<LinkRecord, 'name' | 'alias' | 'kind' | 'bridge'>;
export type KnownLinks = ReadonlyMap<number, KnownLink>;

/** Sorted by identity, as are the lists below. */
export function addressResources(
  records: readonly AddressRecord[],
  links: KnownLinks,
): readonly AddressResource[] {
  return sorted(records.flatMap((address) => addressResource(address, links)));
}

export function routeResources(
  records: readonly RouteRecord[],
  links: KnownLinks,
): readonly RouteResource[] {
  return sorted(records.flatMap((route) => routeResource(route, links)));
}

export function fdbResources(records: readonly FdbRecord[], links: KnownLinks): HostState['fdb'] {
  const [ofBridges, ofLinks] = [records.filter(isOfBridge), records.filter(isOfLink)];
  return sorted<FdbResource | BridgeFdbResource>([
    ...foldedEntries(ofLinks).flatMap((entry) => fdbResource(entry, links)),
    ...ofBridges.flatMap((entry) => bridgeFdbResource(entry, links)),
  ]);
}

function isOfBridge(record: FdbRecord): record is BridgeFdbRecord {
  return 'bridge' in record;
}

function isOfLink(record: FdbRecord): record is FdbSettings {
  return !isOfBridge(record);
}

export function sortedRules(rules: readonly RuleResource[]): readonly RuleResource[] {
  return sorted([...rules]);
}

export function mdbResources(
  records: readonly MdbRecord[],
  links: KnownLinks,
): readonly MdbResource[] {
  return sorted(records.flatMap((entry) => mdbResource(entry, links)));
}

export function observedLink(link: LinkRecord, links: KnownLinks): ObservedLink {
  const { index, operStatus, carrier, alias } = link;
  const owner = ownerOf(link);
  const fields = {
    type: 'link',
    name: nameOf(link),
    ...(owner === undefined ? { alias: alias ?? '' } : { owner }),
    mtu: link.mtu,
    ...(link.mac === undefined ? {} : { mac: link.mac }),
    master: masterOf(link, links),
    ...(link.port === undefined ? {} : { port: link.port }),
    up: link.up,
    ipv6: link.ipv6,
  } as const;
  return {
    resource: { ...fields, ...kindOf(link, links) },
    index,
    operStatus,
    carrier,
    ...(alias === undefined ? {} : { alias }),
  };
}

type KindFields = LinkResource extends infer Link
  ? Link extends LinkResource
    ? OwnFields<Link>
    : never
  : never;
type OwnFields<Link extends LinkResource> = Pick<
  Link,
  Extract<
    keyof Link,
    | 'kind'
    | 'bond'
    | 'bridge'
    | 'vlan'
    | 'vrf'
    | 'vxlan'
    | 'kernelKind'
    | 'fixed'
    | 'generic'
    | 'claim'
    | 'lower'
  >
>;

function kindOf(link: LinkRecord, links: KnownLinks): KindFields {
  const { vlan, vxlan, generic, lower } = link;
  const below = links.get(vxlan?.underlay ?? lower);
  const master = masterKind(link, links);
  if (master !== undefined) return master;
  if (vlan !== undefined && below !== undefined) {
    return { kind: 'vlan', vlan: { ...vlan, parent: nameOf(below) } };
  }
  if (vxlan !== undefined && (below !== undefined || vxlan.underlay === 0)) {
    const underlay = below === undefined || vxlan.underlay === 0 ? null : nameOf(below);
    return { kind: 'vxlan', vxlan: { ...vxlan, underlay } };
  }
  if (generic !== undefined) return { ...generic, ...lowerOf(link, links) };
  return { kind: 'other', kernelKind: link.kind, ...lowerOf(link, links) };
}

/** The kinds that have ports. */
function masterKind({ bond, bridge, vrf }: LinkRecord, links: KnownLinks): KindFields | undefined {
  if (vrf !== undefined) return { kind: 'vrf', vrf };
  if (bond !== undefined) return { kind: 'bond', bond: bondOptions(bond, links) };
  return bridge === undefined ? undefined : { kind: 'bridge', bridge };
}

function bondOptions({ primary, ...options }: BondData, links: KnownLinks): BondOptions {
  const preferred = links.get(primary);
  return { ...options, primary: preferred === undefined ? null : nameOf(preferred) };
}

/** Kinds of which IFLA_LINK is the other end of a cable. */
const cables: ReadonlySet<string> = new Set(['veth', 'netkit', 'vxcan']);

function lowerOf(
  { kind, lower: index }: LinkRecord,
  links: KnownLinks,
): { readonly lower?: InterfaceName } {
  const lower = cables.has(kind) ? undefined : links.get(index);
  return lower === undefined ? {} : { lower: nameOf(lower) };
}

function masterOf(link: LinkRecord, links: KnownLinks): InterfaceName | null {
  const master = links.get(link.master);
  return master === undefined ? null : nameOf(master);
}

function addressResource(
  { link, address, scope, protocol }: AddressRecord,
  links: KnownLinks,
): AddressResource[] {
  const on = links.get(link);
  if (on === undefined || scope >= linkScope) return [];
  return [{ type: 'address', link: nameOf(on), address, ...ownerIfOurs(protocol, on) }];
}

function routeResource(route: RouteRecord, links: KnownLinks): RouteResource[] {
  if (route.protocol === kernelProtocol) return [];
  const { link, ...fields } = route;
  const over = links.get(link ?? 0);
  const linkName = over === undefined ? {} : { link: nameOf(over) };
  return [{ type: 'route', ...fields, ...linkName, ...ownerIfOurs(route.protocol, over) }];
}

function fdbResource({ link, via, ...entry }: FoldedEntry, links: KnownLinks): FdbResource[] {
  const of = links.get(link);
  const by = via === undefined ? undefined : links.get(via);
  if (of?.kind !== 'vxlan' || (via !== undefined && by === undefined)) return [];
  const owner = ownerOf(of);
  return [
    {
      type: 'fdb',
      link: nameOf(of),
      ...entry,
      ...(by !== undefined && { via: nameOf(by) }),
      ...(owner !== undefined && { owner }),
    },
  ];
}

/**
 * Where a bridge filters no VLANs the kernel adds to an entry its twins in the VLANs of the port, which come and go with
 * it and mean nothing (`br_fdb_add` in net/bridge/br_fdb.c).
 */
function bridgeFdbResource(
  { bridge: of, link: at, mac, vlan }: BridgeFdbRecord,
  links: KnownLinks,
): BridgeFdbResource[] {
  const [bridge, link] = [links.get(of), links.get(at)];
  if (bridge?.bridge === undefined || link === undefined) return [];
  const filters = bridge.bridge.vlanFiltering === true;
  if (vlan !== undefined && !filters) return [];
  const entry = { bridge: nameOf(bridge), link: nameOf(link), mac };
  return [{ type: 'bridge-fdb', ...entry, ...(vlan !== undefined && { vlan }) }];
}

/** Such an entry tells that it is ours; whose of ours it is, only the bridge does. */
function mdbResource(
  { bridge: of, link: at, protocol, ...entry }: MdbRecord,
  links: KnownLinks,
): MdbResource[] {
  const [bridge, link] = [links.get(of), links.get(at)];
  if (bridge?.bridge === undefined || link === undefined) return [];
  const names = { bridge: nameOf(bridge), link: nameOf(link) };
  return [{ type: 'mdb', ...names, ...entry, ...ownerIfOurs(protocol, bridge) }];
}

/** Addresses and routes tell that they are ours; whose of ours they are, only their link does. */
function ownerIfOurs(protocol: number, link: KnownLink | undefined): { readonly owner?: Owner } {
  const owner = protocol === ownProtocol && link !== undefined ? ownerOf(link) : undefined;
  return owner === undefined ? {} : { owner };
}

function ownerOf(link: KnownLink): Owner | undefined {
  return ownerOfMark(link.alias);
}

/** A name that the kernel gave is a valid one. */
function nameOf(link: KnownLink): InterfaceName {
  return link.name as InterfaceName;
}

function sorted<Entry extends Resource>(entries: Entry[]): readonly Entry[] {
  return entries.sort(by(identityOf));
}

/** By code units, so that the order is the same on every machine. */
function by<Entry>(key: (entry: Entry) => string): (left: Entry, right: Entry) => number {
  const keys = new Map<Entry, string>();
  const keyOf = (entry: Entry): string => {
    const known = keys.get(entry);
    if (known !== undefined) return known;
    const made = key(entry);
    keys.set(entry, made);
    return made;
  };
  return (left, right) => (keyOf(left) < keyOf(right) ? -1 : Number(keyOf(left) > keyOf(right)));
}
