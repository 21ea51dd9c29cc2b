import { portDefaults, type BridgePortOptions } from '#drivers';
import { Attributes } from './attributes.js';
import {
  decodeFields,
  encodeFields,
  flag8,
  number16,
  number32,
  type KindFields,
} from './kind-fields.js';

/** The VLANs of a port travel in messages of their own (`bridge-vlan-message.ts`). */
export type BridgePortData = Omit<Required<BridgePortOptions>, 'vlans' | 'tunnels'>;

/** IFLA_BRPORT_* of include/uapi/linux/if_link.h. */
const portFields: KindFields<BridgePortData> = {
  priority: number16(2),
  cost: number32(3),
  hairpin: flag8(4),
  bpduGuard: flag8(5),
  rootGuard: flag8(6),
  learning: flag8(8),
  unicastFlood: flag8(9),
  multicastFlood: flag8(27),
  vlanTunnel: flag8(29),
  broadcastFlood: flag8(30),
  neighbourSuppression: flag8(32),
  isolated: flag8(33),
};

export function encodeBridgePort(options: BridgePortOptions): readonly Buffer[] {
  const { vlans, tunnels, ...data } = options;
  return encodeFields(portFields, data);
}

export function decodeBridgePort(
  data: Attributes = new Attributes(Buffer.alloc(0)),
): BridgePortData {
  return decodeFields(portFields, data, portDefaults);
}
