import type { IpAddress, MacAddress } from './addresses.js';
import type { Owner } from './link-fields.js';
import type { InterfaceName } from './names.js';

/**
 * A static entry of the forwarding database of a bridge: the station is behind this port, whatever is learnt. The kernel has
 * one for each address and VLAN, and no mark on it: whose it is, the bridge tells.
 */
export interface BridgeFdbResource {
  readonly type: 'bridge-fdb';
  readonly bridge: InterfaceName;
  /** The port. */
  readonly link: InterfaceName;
  readonly mac: MacAddress;
  /** Absent on a bridge that filters no VLANs. */
  readonly vlan?: number;
  readonly owner?: Owner;
}

/** A permanent entry of the multicast database of a bridge: frames for the group leave by this port, asked for or not. */
export interface MdbResource {
  readonly type: 'mdb';
  readonly bridge: InterfaceName;
  /** The port. */
  readonly link: InterfaceName;
  /** A group of IPv4, IPv6, or of the link layer. */
  readonly group: IpAddress | MacAddress;
  /** Only what this sender sends to the group; absent: whoever does. */
  readonly source?: IpAddress;
  /** Absent on a bridge that filters no VLANs. */
  readonly vlan?: number;
  readonly owner?: Owner;
}

export type BridgeEntry = BridgeFdbResource | MdbResource;

/** `bridge-fdb br-lan 02:00:00:00:00:01 vlan 10`: another port is the same entry elsewhere. */
export function bridgeFdbKey({ bridge, mac, vlan }: BridgeFdbResource): string {
  return [`bridge-fdb ${bridge} ${mac}`, ...vlanWords(vlan)].join(' ');
}

/** `mdb br-lan eth1 239.1.1.1 from 192.0.2.9 vlan 10`. */
export function mdbKey({ bridge, link, group, source, vlan }: MdbResource): string {
  const sender = source === undefined ? [] : [`from ${source}`];
  return [`mdb ${bridge} ${link} ${group}`, ...sender, ...vlanWords(vlan)].join(' ');
}

function vlanWords(vlan: number | undefined): readonly string[] {
  return vlan === undefined ? [] : [`vlan ${vlan}`];
}

export function isBridgeEntry(resource: { readonly type: string }): resource is BridgeEntry {
  return resource.type === 'bridge-fdb' || resource.type === 'mdb';
}
