import { z } from 'zod';
import { nodeId, parseWith, workloadName, type Result } from '#contract';
import {
  bridgePort,
  driverCheck,
  hostMembers,
  ipAddress,
  linkName,
  mtu,
  newLinkName,
} from '#drivers';

const member = z.strictObject({
  node: nodeId,
  /** An interface that the charter lists among the underlays of this host. */
  underlay: linkName,
  /** Outer source address, one of those that the charter lists; absent: the first of the segment's family. */
  local: ipAddress.optional(),
  /** Name of the VXLAN interface on this host; absent: derived from the contract id and the workload. */
  name: newLinkName.optional(),
  ...hostMembers,
});

/** The `data` of a vxlan workload: one segment, whole, with every host that takes part. */
export const vxlanSchema = z
  .strictObject({
    /** VXLAN network identifier (RFC 7348): 24 bits, 0 is not used. */
    vni: z
      .int()
      .refine(
        (vni) => vni >= 1 && vni <= 0xffffff,
        driverCheck('vni-out-of-range', 'a VNI is 1 to 16777215'),
      )
      .meta({ minimum: 1, maximum: 0xffffff }),
    /** UDP destination port; absent: 4789. */
    port: z
      .int()
      .refine(
        (port) => port >= 1 && port <= 65535,
        driverCheck('port-out-of-range', 'a UDP port is 1 to 65535'),
      )
      .meta({ minimum: 1, maximum: 65535 })
      .optional(),
    /** Family of the outer packets; absent: that of the first member. */
    family: z.enum(['ipv4', 'ipv6']).optional(),
    /** How frames for many or for unknown receivers travel: one copy to every member. Absent: headEnd. */
    flood: z.literal('headEnd').optional(),
    /** Learn from received frames which member a MAC address is behind; absent: yes. */
    learning: z.boolean().optional(),
    /** Outer time to live or hop limit; 0 or absent: the kernel's default. */
    ttl: z.int().min(0).max(255).optional(),
    /** Outer type of service; 1 copies the inner one; absent: 0. */
    tos: z.int().min(0).max(255).optional(),
    /** Outer don't-fragment bit; absent: unset. */
    df: z.enum(['unset', 'set', 'inherit']).optional(),
    /** Whether what is sent has an outer UDP checksum; absent: yes. */
    udpChecksum: z.boolean().optional(),
    /** Bytes; absent: the smallest underlay of all members less the encapsulation. */
    mtu: mtu.optional(),
    /** A bridge workload of this contract that the segment is a port of on every host; absent: none. */
    attach: workloadName.optional(),
    /** How the segment is a port of that bridge; absent: as the kernel makes it. */
    bridgePort: bridgePort.optional(),
    members: z.array(member).min(1),
  })
  .meta({ title: 'VXLAN segment' });

export type VxlanSpec = z.infer<typeof vxlanSchema>;
export type VxlanMember = VxlanSpec['members'][number];

export function parseVxlan(data: unknown): Result<VxlanSpec> {
  return parseWith(vxlanSchema, data);
}
