import { z } from 'zod';
import { nodeId, parseWith, type Result } from '#contract';
import { driverCheck, hostMembers, mainTable, newLinkName, routingTable } from '#drivers';

const { addresses, routes, rules } = hostMembers;

const member = z.strictObject({
  node: nodeId,
  /** Name of the VRF on this host; absent: derived from the contract id and the workload. */
  name: newLinkName.optional(),
  addresses,
  /** Those that lead nowhere say what becomes of packets for which no interface of the VRF has a route. */
  routes,
  /** Those that name no table lead to that of the VRF. */
  rules,
});

/** The `data` of a vrf workload: one VRF on each member. Interfaces join it by naming it in their `vrf`. */
export const vrfSchema = z
  .strictObject({
    /** The routing table of the VRF, on every host; another one makes the VRF and all that is in it anew. */
    table: routingTable.refine(
      (table) => table !== mainTable,
      driverCheck('table-out-of-range', 'the main table, 254, is that of what is in no VRF'),
    ),
    members: z.array(member).min(1),
  })
  .meta({ title: 'VRF' });

export type VrfSpec = z.infer<typeof vrfSchema>;

export function parseVrf(data: unknown): Result<VrfSpec> {
  return parseWith(vrfSchema, data);
}
