import { z } from 'zod';
import { distinct, nodeId, parseWith, workloadName, type Result } from '#contract';
import { bridgePort, hostMembers, linkName, macAddress, mtu, newLinkName, vlanId } from '#drivers';
import { memberIssues } from './member-issues.js';

/** The priority code point of a tag. */
const codePoint = z.int().min(0).max(7);
/** The kernel's own priority of a packet (`skb->priority`). */
const packetPriority = z.int().min(0).max(0xffff_ffff);

const member = z.strictObject({
  node: nodeId,
  /** An interface that the charter lets contracts use (a NIC, a bond …); absent: the VLAN stands over a workload. */
  parent: linkName.optional(),
  /** Name of the VLAN interface on this host; absent: derived from the contract id and the workload. */
  name: newLinkName.optional(),
  /** Absent: that of the parent. */
  mac: macAddress.optional(),
  ...hostMembers,
});

/** The `data` of a vlan workload: one VLAN on each member. An absent option of a VLAN that stands is left as it is. */
export const vlanSchema = z
  .strictObject({
    /** VLAN id; 0 and 4095 are reserved by IEEE 802.1Q. */
    id: vlanId,
    /** 802.1Q is a C-tag, 802.1ad an S-tag; absent: 802.1Q. */
    protocol: z.enum(['802.1Q', '802.1ad']).optional(),
    /** A workload of this contract over whose interface the VLAN stands on every host: another VLAN, a bridge … */
    over: workloadName.optional(),
    /** A bridge workload of this contract that the VLAN is a port of on every host; absent: none. */
    attach: workloadName.optional(),
    /** How the VLAN is a port of that bridge; absent: as the kernel makes it. */
    bridgePort: bridgePort.optional(),
    /** Bytes, at most the parent's; absent: a new VLAN takes the parent's. */
    mtu: mtu.optional(),
    /** Frames show without their tag to who looks at the interface; absent: a new VLAN does so. */
    reorderHeader: z.boolean().optional(),
    /** The VLAN is up also while its parent is down; absent: a new VLAN is not. */
    looseBinding: z.boolean().optional(),
    /** Registers the VLAN with the switch by GVRP (IEEE 802.1D); absent: a new VLAN does not. */
    gvrp: z.boolean().optional(),
    /** Registers the VLAN with the switch by MVRP (IEEE 802.1Q); absent: a new VLAN does not. */
    mvrp: z.boolean().optional(),
    /** The whole map from received tags to packets; a code point that is not named becomes priority 0. */
    ingressQos: distinct(
      z.strictObject({ codePoint, priority: packetPriority }),
      (entry) => String(entry.codePoint),
      'code point',
    ).optional(),
    /** The whole map from packets to sent tags; a priority that is not named becomes code point 0. */
    egressQos: distinct(
      z.strictObject({ priority: packetPriority, codePoint }),
      (entry) => String(entry.priority),
      'priority',
    ).optional(),
    members: z.array(member).min(1),
  })
  .superRefine((data, context) => {
    for (const issue of memberIssues(data)) context.addIssue(issue);
  })
  .meta({ title: 'VLAN' });

export type VlanSpec = z.infer<typeof vlanSchema>;
export type VlanMember = VlanSpec['members'][number];

export function parseVlan(data: unknown): Result<VlanSpec> {
  return parseWith(vlanSchema, data);
}
