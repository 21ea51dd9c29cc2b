import type { Capabilities } from './capabilities.js';
import type { AddressResource, FdbResource, LinkResource, RouteResource } from './resource.js';

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

/** One consistent reading of a host, one dump for each family. Lists are sorted by identity. */
export interface HostState {
  readonly links: readonly ObservedLink[];
  /** Those of scope link and host (link-local and loopback addresses that the kernel makes) are left out. */
  readonly addresses: readonly AddressResource[];
  /** Unicast routes of every table, without those that the kernel makes for addresses (protocol kernel). */
  readonly routes: readonly RouteResource[];
  /** Permanent entries of VXLAN links that have a destination. */
  readonly fdb: readonly FdbResource[];
  /** What the kernel can do, found out when the agent started; absent: nothing is known. */
  readonly capabilities?: Capabilities;
}
