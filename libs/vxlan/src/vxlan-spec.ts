import { z } from 'zod';
import { distinct, nodeId, parseWith, workloadName, type Result } from '#contract';
import { bridgePort, hostMembers, ipAddress, linkName, mtu, newLinkName } from '#drivers';
import { segmentIssues } from './segment-issues.js';
import { vniRange } from './shared-device.js';
import {
  addressOf,
  flood,
  peer,
  segmentOptions,
  staticEntry,
  udpPort,
  vni,
} from './vxlan-fields.js';

const member = z.strictObject({
  node: nodeId,
  /**
   * An interface that the charter lists among the underlays of this host. Absent: the routes choose it, as for an address
   * of `lo` that is reached by several ways; `local` then says from where.
   */
  underlay: linkName.optional(),
  /**
   * Outer source address, one of those that the charter lists, or whichever the host has on an interface that the charter
   * lists among its underlays, also when that changes; absent: the first of the segment's family in the charter.
   */
  local: z.union([ipAddress, addressOf]).optional(),
  /** Name of the VXLAN interface on this host; absent: derived from the contract id and the workload. */
  name: newLinkName.optional(),
  ...hostMembers,
});

/** The `data` of a vxlan workload: one segment, whole, with every host that takes part. */
export const vxlanSchema = z
  .strictObject({
    /** Of the segment; absent: the device serves those of `vnis`. */
    vni: vni.optional(),
    /** One interface on every host for all of `vnis`; absent: one for the one `vni`. */
    device: z.literal('shared').optional(),
    /** What a shared device serves. */
    vnis: z.array(vniRange).min(1).optional(),
    /** UDP destination port; absent: 4789. */
    port: udpPort.optional(),
    /**
     * Workloads of this contract, as IPsec tunnels, through which alone the members reach each other: every pair by one of
     * them. Members then have no underlay; `local` is within the tunnel's networks, absent: what the tunnel sends from.
     */
    through: distinct(workloadName, (name) => name, 'workload').optional(),
    /** Family of the outer packets; absent: that of the first member. */
    family: z.enum(['ipv4', 'ipv6']).optional(),
    /** How frames for many or for unknown receivers travel; absent: headEnd. */
    flood: flood.optional(),
    /** Other ends of the segment, which no charter knows; absent: none. */
    peers: z.array(peer).optional(),
    /** Stations that are known beforehand; absent: none. */
    fdb: z.array(staticEntry).optional(),
    ...segmentOptions,
    /** Bytes; absent: the smallest underlay of all members less the encapsulation. */
    mtu: mtu.optional(),
    /** A bridge workload of this contract that the segment is a port of on every host; absent: none. */
    attach: workloadName.optional(),
    /**
     * Lowers the segment size that TCP connections through the segment agree on to what fits it, where the host routes into
     * it or bridges it; absent: connections are left alone.
     */
    mssClamp: z.literal(true).optional(),
    /** How the segment is a port of that bridge; absent: as the kernel makes it. */
    bridgePort: bridgePort.optional(),
    members: z.array(member).min(1),
  })
  .superRefine((segment, context) => {
    for (const issue of segmentIssues(segment)) context.addIssue(issue);
  })
  .meta({ title: 'VXLAN segment' });

export type VxlanSpec = z.infer<typeof vxlanSchema>;
export type VxlanMember = VxlanSpec['members'][number];

export function parseVxlan(data: unknown): Result<VxlanSpec> {
  return parseWith(vxlanSchema, data);
}
