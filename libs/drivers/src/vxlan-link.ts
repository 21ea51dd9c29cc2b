import type { IpAddress } from './addresses.js';
import type { LinkFields } from './link-fields.js';
import type { InterfaceName } from './names.js';
import { vniTable, type VniTable } from './vni-table.js';

/** UDP source ports, both ends included; `0-0`: the kernel's choice. */
export type PortRange = `${number}-${number}`;

/** An absent optional field is left as the kernel has it. What can't be changed while the link stands, see `compare.ts`. */
export interface VxlanOptions {
  /** VXLAN network identifier, 1 to 16777215; 0 on a link that serves many. */
  readonly vni: number;
  /** UDP destination port. */
  readonly port: number;
  /** Interface that carries the outer packets; null: whichever the routes say. */
  readonly underlay: InterfaceName | null;
  /** Outer source address. Its family is the family of the whole segment. Unspecified: whichever the routes say. */
  readonly local: IpAddress;
  /** Learn peers from received frames. */
  readonly learning: boolean;
  /** Outer time to live or hop limit, 1 to 255; 0: the kernel's default. */
  readonly ttl: number;
  /** Outer type of service, 0 to 255 in steps of 4; 1: copied from the inner packet. */
  readonly tos: number;
  /** The outer don't-fragment bit: never, always, or as on the inner packet. */
  readonly df: 'unset' | 'set' | 'inherit';
  /** Outer UDP checksum of what is sent (over IPv6 the kernel's `udp6zerocsumtx` is its inverse). */
  readonly udpChecksum: boolean;
  /** Where frames for many go that the flood list does not name: a multicast group, or one peer; null: nowhere. */
  readonly group?: IpAddress | null;
  /** Copies the inner time to live; `ttl` then says nothing. */
  readonly ttlInherit?: boolean;
  /** Flow label of IPv6, 0 to 1048575; over IPv4 always 0. */
  readonly flowLabel?: number;
  /** Seconds after which a learnt address is forgotten; 0: never. */
  readonly ageing?: number;
  /** Most addresses in the forwarding table; 0: no limit. */
  readonly maxAddresses?: number;
  readonly sourcePorts?: PortRange;
  /** Answers ARP and neighbour solicitations from the neighbour table. */
  readonly arpProxy?: boolean;
  /** Hands a frame for a known router to its link directly (RSC). */
  readonly shortCircuit?: boolean;
  /** Tells a listener of frames whose receiver is not known. */
  readonly l2Miss?: boolean;
  /** Tells a listener of neighbours that are not known. */
  readonly l3Miss?: boolean;
  /** Carries the group policy of a frame (draft-smith-vxlan-group-policy). */
  readonly groupPolicy?: boolean;
  /** Takes IPv6 packets without a UDP checksum. */
  readonly acceptsZeroChecksum?: boolean;
  /** Serves many VNIs: each frame says its own, on the way out by the bridge above. */
  readonly external?: boolean;
  /** Receives the VNIs in `vnis` alone; an external link without a filter receives any. */
  readonly vniFilter?: boolean;
  readonly vnis?: VniTable;
}

export interface VxlanLink extends LinkFields {
  readonly kind: 'vxlan';
  readonly vxlan: VxlanOptions;
}

/** What the kernel gives to a new link that is told nothing of these (`vxlan_nl2conf` in drivers/net/vxlan/vxlan_core.c). */
export const vxlanDefaults = {
  group: null,
  ttlInherit: false,
  flowLabel: 0,
  ageing: 300,
  maxAddresses: 0,
  sourcePorts: '0-0',
  arpProxy: false,
  shortCircuit: false,
  l2Miss: false,
  l3Miss: false,
  groupPolicy: false,
  acceptsZeroChecksum: false,
  external: false,
  vniFilter: false,
  vnis: vniTable([]),
} as const satisfies Partial<VxlanOptions>;
