import type { LinkFields } from './link-fields.js';
import type { VlanProtocol } from './vlan-link.js';
import { defaultVlanTable, type VlanTable } from './vlan-table.js';

/** An absent optional field is left as the kernel has it. Times are seconds. */
export interface BridgeOptions {
  /** IEEE 802.1D spanning tree by the kernel. */
  readonly stp: boolean;
  /** Of the bridge in the spanning tree, 0 to 65535; the least becomes root. */
  readonly priority?: number;
  readonly helloTime?: number;
  readonly maxAge?: number;
  readonly forwardDelay?: number;
  /** How long a learnt address is remembered without traffic; 0: not at all. */
  readonly ageingTime?: number;
  /** Whether ports take only frames of their VLANs. */
  readonly vlanFiltering?: boolean;
  /** The tags that count. */
  readonly vlanProtocol?: VlanProtocol;
  /** The VLAN that a new port is put into, untagged; 0: none. */
  readonly defaultPvid?: number;
  /** The VLANs of the bridge's own interface. */
  readonly vlans?: VlanTable;
  readonly multicastSnooping?: boolean;
  readonly multicastQuerier?: boolean;
  readonly igmpVersion?: number;
  readonly mldVersion?: number;
  /** Whether frames are counted by VLAN. */
  readonly vlanStatistics?: boolean;
  readonly multicastStatistics?: boolean;
}

export interface BridgeLink extends LinkFields {
  readonly kind: 'bridge';
  readonly bridge: BridgeOptions;
}

/** What the kernel gives to a new bridge (`br_dev_setup` in net/bridge/br_device.c). */
export const bridgeDefaults: Required<BridgeOptions> = {
  stp: false,
  priority: 32768,
  helloTime: 2,
  maxAge: 20,
  forwardDelay: 15,
  ageingTime: 300,
  vlanFiltering: false,
  vlanProtocol: '802.1Q',
  defaultPvid: 1,
  vlans: defaultVlanTable(1),
  multicastSnooping: true,
  multicastQuerier: false,
  igmpVersion: 2,
  mldVersion: 1,
  vlanStatistics: false,
  multicastStatistics: false,
};
