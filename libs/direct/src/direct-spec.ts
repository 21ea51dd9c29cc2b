import { z } from 'zod';
import { nodeId, parseWith, workloadName, type Result } from '#contract';
import { bridgeEntryMembers, bridgePort, driverIssue, linkName } from '#drivers';

const member = z.strictObject({
  node: nodeId,
  /** An interface that the charter lets contracts use (a NIC, a bond …); absent: the port is that of `over`. */
  link: linkName.optional(),
  /**
   * What becomes of the host's own addresses on the interface, which do not answer on a port: `move` takes them and their
   * routes to the bridge and brings them back at the end; `keep` leaves them idle. Absent: an interface with addresses is
   * refused.
   */
  addresses: z.enum(['keep', 'move']).optional(),
  ...bridgeEntryMembers,
});

/** The `data` of a direct workload: one interface of each member becomes a port of a bridge. */
export const directSchema = z
  .strictObject({
    /** A bridge workload of this contract. */
    bridge: workloadName,
    /** A workload of this contract whose interface becomes the port on every host: a VLAN, a bond … */
    over: workloadName.optional(),
    /** How the interface is a port of the bridge; absent: as the kernel makes it. */
    bridgePort: bridgePort.optional(),
    members: z.array(member).min(1),
  })
  .superRefine(({ over, members }, context) => {
    members.forEach(({ link, addresses }, index) => {
      for (const [place, code, detail] of memberIssues(over, link, addresses)) {
        context.addIssue({ ...driverIssue(code, detail), path: ['members', index, place] });
      }
    });
  })
  .meta({ title: 'Direct connection' });

type MemberIssue = readonly [
  place: 'link' | 'addresses',
  code: 'parent-missing' | 'parent-ambiguous' | 'port-carries-addresses',
  detail: string,
];

function memberIssues(
  over: string | undefined,
  link: string | undefined,
  addresses: string | undefined,
): readonly MemberIssue[] {
  if (over === undefined && link === undefined) {
    const detail = "name the interface that becomes a port, or a workload in 'over'";
    return [['link', 'parent-missing', detail]];
  }
  if (over === undefined) return [];
  if (link !== undefined) {
    const detail = `the port is the interface of workload '${over}' already: name one of the two`;
    return [['link', 'parent-ambiguous', detail]];
  }
  if (addresses === undefined) return [];
  const detail = `the interface of workload '${over}' is the contract's own: put its addresses on the bridge`;
  return [['addresses', 'port-carries-addresses', detail]];
}

export type DirectSpec = z.infer<typeof directSchema>;
export type DirectMember = DirectSpec['members'][number];

export function parseDirect(data: unknown): Result<DirectSpec> {
  return parseWith(directSchema, data);
}
