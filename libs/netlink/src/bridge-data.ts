import { bridgeDefaults, vlanTable, type BridgeOptions } from '#drivers';
import { Attributes } from './attributes.js';
import {
  decodeFields,
  encodeFields,
  etherType,
  flag32,
  flag8,
  number16,
  number8,
  seconds32,
  type KindFields,
} from './kind-fields.js';

/** The VLANs of the bridge itself travel in messages of their own (`bridge-vlan-message.ts`). */
export type BridgeData = Omit<Required<BridgeOptions>, 'vlans'>;

/**
 * IFLA_BR_* of include/uapi/linux/if_link.h. The kernel sets them in an order of its own (`br_changelink`), and checks
 * the forward delay only while the spanning tree runs. One that was built without VLAN filtering or multicast snooping
 * has none of theirs: it neither tells nor takes them.
 */
const bridgeFields: KindFields<BridgeData> = {
  forwardDelay: seconds32(1),
  helloTime: seconds32(2),
  maxAge: seconds32(3),
  ageingTime: seconds32(4),
  stp: flag32(5),
  priority: number16(6),
  vlanFiltering: flag8(7),
  vlanProtocol: etherType(8),
  multicastSnooping: flag8(23),
  multicastQuerier: flag8(25),
  defaultPvid: number16(39),
  vlanStatistics: flag8(41),
  multicastStatistics: flag8(42),
  igmpVersion: number8(43),
  mldVersion: number8(44),
};

export function encodeBridge(options: Partial<BridgeOptions>): readonly Buffer[] {
  const { vlans, ...data } = options;
  return encodeFields(bridgeFields, data);
}

/**
 * The same for a bridge that is being made. It filters no VLANs, and a kernel that can't do so refuses even to be told not to
 * (`br_vlan_filter_toggle` in net/bridge/br_private.h).
 */
export function encodeNewBridge(options: BridgeOptions): readonly Buffer[] {
  const { vlanFiltering, ...others } = options;
  return encodeBridge(vlanFiltering === true ? options : others);
}

/**
 * What the kernel does not tell is what it gives to a new bridge. One that knows VLANs on bridges gives the bridge none
 * here: those are in another table.
 */
export function decodeBridge(data: Attributes = new Attributes(Buffer.alloc(0))): BridgeOptions {
  const knowsVlans = data.has(bridgeFields.defaultPvid.type);
  return {
    ...decodeFields(bridgeFields, data, bridgeDefaults),
    ...(knowsVlans && { vlans: vlanTable([]) }),
  };
}
