import type { Cidr, IpAddress } from './addresses.js';
import type { AddressSource } from './address-source.js';
import type { BondLink } from './bond-link.js';
import type { BridgeLink } from './bridge-link.js';
import type { BridgePortOptions } from './bridge-port.js';
import { bridgeFdbKey, mdbKey, type BridgeFdbResource, type MdbResource } from './bridge-entry.js';
import { fdbKey, type FdbResource } from './fdb-entry.js';
import type { GenericLink } from './generic-link.js';
import type { LinkFields, Owner } from './link-fields.js';
import type { IpsecName, IpsecResource } from './ipsec-connection.js';
import type { InterfaceName } from './names.js';
import type { NftResource } from './nft-table.js';
import { ruleKey, type RuleResource } from './policy-rule.js';
import { rememberByObject } from './remember.js';
import type { VlanLink } from './vlan-link.js';
import type { VrfLink } from './vrf-link.js';
import type { VxlanLink } from './vxlan-link.js';

export type { BridgeEntry, BridgeFdbResource, MdbResource } from './bridge-entry.js';
export type { RuleResource } from './policy-rule.js';
export type { FdbResource } from './fdb-entry.js';
export type { Owner } from './link-fields.js';
export type { VxlanLink, VxlanOptions } from './vxlan-link.js';

/** A link of a kind that no driver of ours makes; only ever observed. */
export interface OtherLink extends LinkFields {
  readonly kind: 'other';
  /** The kernel's own word for the kind, '' for a physical device. */
  readonly kernelKind: string;
  /** The link on top of which it stands, with which the kernel takes it away; absent: none. */
  readonly lower?: InterfaceName;
}

export type LinkResource =
  BondLink | BridgeLink | VlanLink | VrfLink | VxlanLink | GenericLink | OtherLink;

/** Membership of a link that is not ours in a bridge or bond that is. The link itself stays as it is. */
export interface PortResource {
  readonly type: 'port';
  readonly link: InterfaceName;
  readonly master: InterfaceName;
  /** Absent: a wanted port is left as the kernel has it. */
  readonly port?: BridgePortOptions;
  readonly owner?: Owner;
}

export interface AddressResource {
  readonly type: 'address';
  readonly link: InterfaceName;
  readonly address: Cidr;
  readonly owner?: Owner;
}

export interface RouteResource {
  readonly type: 'route';
  readonly destination: Cidr;
  /** Routing table number; 254 is the main table. */
  readonly table: number;
  /** Lower wins; the kernel's own default is 0 for IPv4 and 1024 for IPv6. */
  readonly metric: number;
  readonly via?: IpAddress;
  readonly link?: InterfaceName;
  /** The router is taken to be on the link whatever addresses that has (RTNH_F_ONLINK). */
  readonly onLink?: true;
  /** The address from which the host itself sends this way; absent: the kernel chooses. */
  readonly source?: IpAddress;
  /** What becomes of packets where the route leads nowhere; such a route has no link, no router and no source. */
  readonly deadEnd?: 'blackhole' | 'unreachable' | 'prohibit';
  /** rtnetlink protocol number: who installed the route. */
  readonly protocol: number;
  readonly owner?: Owner;
}

/** A typed piece of host state with an identity and comparable fields. */
export type Resource =
  | LinkResource
  | PortResource
  | AddressResource
  | RouteResource
  | FdbResource
  | BridgeFdbResource
  | MdbResource
  | RuleResource
  | NftResource
  | IpsecResource;

declare const brand: unique symbol;
/** Names one piece of state of one host: `link br-lan`, `fdb vx-lan 00:00:00:00:00:00 198.51.100.2`. */
export type Identity = string & { readonly [brand]: 'Identity' };

/** The very same text for the same object: a text that was hashed once is found fast. */
export const identityOf: (resource: Resource) => Identity = rememberByObject(makeIdentity);

function makeIdentity(resource: Resource): Identity {
  switch (resource.type) {
    case 'link':
      return linkIdentity(resource.name);
    case 'port':
      return portIdentity(resource.link);
    case 'address':
      return `address ${resource.link} ${resource.address}` as Identity;
    case 'route':
      return `route ${resource.table} ${resource.destination} ${resource.metric}` as Identity;
    case 'fdb':
      return fdbKey(resource) as Identity;
    case 'bridge-fdb':
      return bridgeFdbKey(resource) as Identity;
    case 'mdb':
      return mdbKey(resource) as Identity;
    case 'rule':
      return ruleKey(resource) as Identity;
    case 'nft':
      return `nft ${resource.family} ${resource.table}` as Identity;
    case 'ipsec':
      return ipsecIdentity(resource.name);
  }
}

export function linkIdentity(name: InterfaceName): Identity {
  return `link ${name}` as Identity;
}

export function ipsecIdentity(name: IpsecName): Identity {
  return `ipsec ${name}` as Identity;
}

export function portIdentity(link: InterfaceName): Identity {
  return `port ${link}` as Identity;
}

/** What becomes of the host's own addresses on a link that becomes a port, where they no longer answer. */
export type HostAddresses = 'keep' | 'move';

/** Wanted state that knows which place of the contract asked for it (JSON Pointer). */
export interface WantedResource {
  readonly resource: Resource;
  readonly path: string;
  /** Objects that the contract's author wants to stand first; absent: only what the resource itself needs. */
  readonly after?: readonly Identity[];
  /** A link of this name that nobody owns is taken over as it is; absent: its name is taken, and the plan refused. */
  readonly adopts?: true;
  /** Of a port: what becomes of addresses on the link that are the host's own; absent: there may be none. */
  readonly hostAddresses?: HostAddresses;
  /** Of a VXLAN link: its local address is unspecified here, and the host's own when a plan is made (`bound-addresses.ts`). */
  readonly localFrom?: AddressSource;
}
