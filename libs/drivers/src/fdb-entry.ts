import type { IpAddress, MacAddress } from './addresses.js';
import type { Owner } from './link-fields.js';
import type { InterfaceName } from './names.js';
import type { VniTable } from './vni-table.js';

/** The key of the kernel's flood list: frames for many or for unknown receivers go to each of its destinations. */
export const floodMac = '00:00:00:00:00:00' as MacAddress;

/** A permanent forwarding entry of a VXLAN link. */
export interface FdbResource {
  readonly type: 'fdb';
  readonly link: InterfaceName;
  /** {@link floodMac}: of the flood list. */
  readonly mac: MacAddress;
  readonly destination: IpAddress;
  /** UDP port of the destination; absent: that of the link. */
  readonly port?: number;
  /** VNI at the destination; absent: that of the link. */
  readonly vni?: number;
  /** Interface by which the destination is reached; absent: that of the link. */
  readonly via?: InterfaceName;
  /** The VNIs of a link that serves many for which this holds, each of which is itself at the destination; absent: all. */
  readonly sourceVnis?: VniTable;
  readonly owner?: Owner;
}

/** `fdb vx-lan 00:00:00:00:00:00 fe80::2 via eth0 port 4790 vni 7`: what the kernel tells entries apart by. */
export function fdbKey({ link, mac, destination, via, port, vni }: FdbResource): string {
  return [
    `fdb ${link} ${mac} ${destination}`,
    ...(via === undefined ? [] : [`via ${via}`]),
    ...(port === undefined ? [] : [`port ${port}`]),
    ...(vni === undefined ? [] : [`vni ${vni}`]),
  ].join(' ');
}

/** Whether the kernel keeps a list of destinations for an address: for a group and for the flood list, not for one station. */
export function hasDestinationList(mac: MacAddress): boolean {
  return mac === floodMac || (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
}
