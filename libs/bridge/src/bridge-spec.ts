import { z } from 'zod';
import { distinct, nodeId, parseWith, type Result } from '#contract';
import {
  driverIssue,
  familyOf,
  leastIpv6Mtu,
  linkAddress,
  linkName,
  mtu,
  newLinkName,
} from '#drivers';

const member = z.strictObject({
  node: nodeId,
  /** Name of the bridge on this host; absent: derived from the contract id and the workload. */
  name: newLinkName.optional(),
  /**
   * Take over a bridge of this name that others have made; it keeps its MAC address, its addresses and its ports, and
   * is removed with the contract. Where there is none it is made. Absent: a name that is taken is refused.
   */
  adopt: z.literal(true).optional(),
  /** Interfaces of the host that the charter lets contracts use; absent: none. */
  ports: distinct(linkName, (name) => name, 'port').optional(),
  /** Addresses of the host itself on the bridge; absent: none, the host can't be reached through it. */
  addresses: distinct(linkAddress, (address) => address, 'address').optional(),
});

/** The `data` of a bridge workload: one Ethernet bridge on each member. */
export const bridgeSchema = z
  .strictObject({
    /** Bytes; absent: that of its smallest port, 1500 without ports. */
    mtu: mtu.optional(),
    /** IEEE 802.1D spanning tree; absent: off. */
    stp: z.boolean().optional(),
    members: z.array(member).min(1),
  })
  .superRefine(({ members }, context) => {
    members.forEach(({ adopt, name }, index) => {
      if (!adopt || name !== undefined) return;
      context.addIssue({
        ...driverIssue('interface-not-adoptable', 'what is adopted needs its name'),
        path: ['members', index, 'adopt'],
      });
    });
  })
  .superRefine((data, context) => {
    data.members.forEach(({ addresses = [] }, index) => {
      const hasIpv6 = addresses.some((address) => familyOf(address) === 'ipv6');
      if (data.mtu === undefined || data.mtu >= leastIpv6Mtu || !hasIpv6) return;
      context.addIssue({
        ...driverIssue(
          'mtu-below-ipv6-minimum',
          `IPv6 needs an MTU of at least ${leastIpv6Mtu}, this bridge has ${data.mtu}`,
        ),
        path: ['members', index, 'addresses'],
      });
    });
  })
  .meta({ title: 'Ethernet bridge' });

export type BridgeSpec = z.infer<typeof bridgeSchema>;
export type BridgeMember = BridgeSpec['members'][number];

export function parseBridge(data: unknown): Result<BridgeSpec> {
  return parseWith(bridgeSchema, data);
}
