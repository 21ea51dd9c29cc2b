import { z } from 'zod';
import type { BridgePortOptions } from './bridge-port.js';
import { portVlans, vlanTableOf } from './vlan-fields.js';

/** How a link is a port of a bridge. A member that a later version leaves out goes back to the kernel's default. */
export const bridgePortMembers = {
  /** Exchanges no frames with other isolated ports; kernel: off. */
  isolated: z.boolean().optional(),
  /** Remembers which addresses are behind the port; kernel: on. */
  learning: z.boolean().optional(),
  /** Sends out frames for unknown receivers; kernel: on. */
  unicastFlood: z.boolean().optional(),
  /** Sends out frames for groups; kernel: on. */
  multicastFlood: z.boolean().optional(),
  /** Sends out broadcasts; kernel: on. */
  broadcastFlood: z.boolean().optional(),
  /** Answers ARP and neighbour solicitations for what it knows; kernel: off. */
  neighbourSuppression: z.boolean().optional(),
  /** Goes out of service when a spanning tree frame arrives; kernel: off. */
  bpduGuard: z.boolean().optional(),
  /** Never becomes the way to the root of the spanning tree; kernel: off. */
  rootGuard: z.boolean().optional(),
  /** May send a frame back where it came from; kernel: off. */
  hairpin: z.boolean().optional(),
  /** In the spanning tree; kernel: 32. */
  priority: z.int().min(0).max(63).optional(),
  /** Of the way to the root of the spanning tree; kernel: by the speed of the link, 100 where it tells none. */
  cost: z.int().min(1).max(65535).optional(),
  /** The VLANs of the port; absent: the default VLAN of its bridge, untagged. */
  vlans: portVlans.optional(),
};

export const bridgePort = z.strictObject(bridgePortMembers);

export type BridgePortSpec = z.infer<typeof bridgePort>;

/** Undefined where the contract says nothing about the port. */
export function bridgePortOptions({
  vlans,
  ...flags
}: BridgePortSpec): BridgePortOptions | undefined {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  const options = {
    ...(Object.fromEntries(given) as Omit<BridgePortOptions, 'vlans'>),
    ...(vlans !== undefined && { vlans: vlanTableOf(vlans) }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}
