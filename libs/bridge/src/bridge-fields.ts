import { z } from 'zod';
import { driverCheck, portVlans, vlanIdOrNone } from '#drivers';

/** Whole seconds, so that no kernel has to round them: it counts in ticks of 1 to 10 ms. */
function seconds(name: string, least: number, most: number): z.ZodOptional<z.ZodInt> {
  return z
    .int()
    .refine(
      (value) => value >= least && value <= most,
      driverCheck('bridge-timer-out-of-range', `${name} is ${least} to ${most} seconds`),
    )
    .meta({ minimum: least, maximum: most })
    .optional();
}

/**
 * Options of a bridge. One that a later version leaves out goes back to the kernel's default. The ranges are those of
 * the kernel (net/bridge/br_private.h, br_stp.c), after IEEE 802.1D-1998, table 8-3.
 */
export const bridgeMembers = {
  /** IEEE 802.1D spanning tree; absent: off. */
  stp: z.boolean().optional(),
  /** Of the bridge in the spanning tree, the least becomes root; kernel: 32768. */
  priority: z.int().min(0).max(65535).optional(),
  /** Between two spanning tree frames; kernel: 2. */
  helloTime: seconds('helloTime', 1, 10),
  /** Until a root that is silent counts as gone; kernel: 20. */
  maxAge: seconds('maxAge', 6, 40),
  /** In listening and in learning, before a port forwards; kernel: 15. */
  forwardDelay: seconds('forwardDelay', 2, 30),
  /** Until a silent address is forgotten; 0: at once; kernel: 300. */
  ageingTime: seconds('ageingTime', 0, 1_000_000),
  /** Whether ports take only frames of their VLANs; absent: on where the bridge or one of its ports names VLANs. */
  vlanFiltering: z.boolean().optional(),
  /** The tags that count; kernel: 802.1Q. */
  vlanProtocol: z.enum(['802.1Q', '802.1ad']).optional(),
  /** The VLAN that a port is in, untagged, of which nobody says anything; 0: in none; kernel: 1. */
  defaultPvid: vlanIdOrNone.optional(),
  /** The VLANs of the host itself on the bridge; absent: the default VLAN, untagged. */
  vlans: portVlans.optional(),
  /** Sends frames for groups only where listeners are; kernel: on. */
  multicastSnooping: z.boolean().optional(),
  /** Asks for listeners where no router does; kernel: off. */
  multicastQuerier: z.boolean().optional(),
  /** kernel: 2. */
  igmpVersion: z.union([z.literal(2), z.literal(3)]).optional(),
  /** kernel: 1. */
  mldVersion: z.union([z.literal(1), z.literal(2)]).optional(),
  /** Counts frames by VLAN; kernel: off. */
  vlanStatistics: z.boolean().optional(),
  /** Counts IGMP and MLD; kernel: off. */
  multicastStatistics: z.boolean().optional(),
};
