import type { IpsecResource } from './ipsec-connection.js';
import type { Capabilities } from './capabilities.js';
import type { NftResource } from './nft-table.js';
import type {
  AddressResource,
  BridgeFdbResource,
  FdbResource,
  LinkResource,
  MdbResource,
  Resource,
  RouteResource,
  RuleResource,
} from './resource.js';

/** RFC 8343 `oper-status`, as far as the kernel tells it. */
export type OperStatus =
  'up' | 'down' | 'testing' | 'unknown' | 'dormant' | 'not-present' | 'lower-layer-down';

/** A link as it is: every field of the resource is filled in. */
export interface ObservedLink {
  readonly resource: LinkResource & {
    readonly mtu: number;
    readonly master: LinkResource['name'] | null;
  };
  /** The kernel's number of the interface. */
  readonly index: number;
  readonly operStatus: OperStatus;
  readonly carrier: boolean;
  /** The interface alias as it is, ours or not. */
  readonly alias?: string;
}

/**
 * What others than the kernel's routing sockets look after, each family under its own type and sorted by identity. An
 * absent list: this host can't be asked for any.
 */
export interface ProvidedState {
  /** The tables of nftables that carry our mark. */
  readonly nft?: readonly NftResource[];
  /** The connections of our IKE daemon that carry our mark. */
  readonly ipsec?: readonly IpsecResource[];
}

/** Families that not every host has. */
export type ProvidedType = keyof ProvidedState;

const providedTypes = ['nft', 'ipsec'] as const satisfies readonly ProvidedType[];

export type ProvidedResource = Extract<Resource, { readonly type: ProvidedType }>;
/** What the kernel's routing sockets look after, on every host. */
export type KernelResource = Exclude<Resource, ProvidedResource>;

export function isProvided(resource: Resource): resource is ProvidedResource {
  return providedTypes.some((provided) => provided === resource.type);
}

export function providedResources(state: ProvidedState): readonly Resource[] {
  return providedTypes.flatMap((type): readonly Resource[] => state[type] ?? []);
}

/** One consistent reading of a host, one dump for each family. Lists are sorted by identity. */
export interface HostState extends ProvidedState {
  readonly links: readonly ObservedLink[];
  /** Those of scope link and host (link-local and loopback addresses that the kernel makes) are left out. */
  readonly addresses: readonly AddressResource[];
  /** Unicast routes of every table, without those that the kernel makes for addresses (protocol kernel). */
  readonly routes: readonly RouteResource[];
  /** Permanent entries of VXLAN links that have a destination, and static ones of bridges. */
  readonly fdb: readonly (FdbResource | BridgeFdbResource)[];
  /** Permanent entries for groups of bridges; absent: nothing is known. */
  readonly mdb?: readonly MdbResource[];
  /** Policy rules that a contract could ask for, without the kernel's own (protocol kernel); absent: it has none. */
  readonly rules?: readonly RuleResource[];
  /** What the kernel can do, found out when the agent started; absent: nothing is known. */
  readonly capabilities?: Capabilities;
}
