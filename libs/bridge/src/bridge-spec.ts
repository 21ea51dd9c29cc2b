import { z } from 'zod';
import { distinct, nodeId, parseWith, type Result } from '#contract';
import {
  bridgeEntryMembers,
  bridgePortMembers,
  driverIssue,
  hostMembers,
  leastIpv6Mtu,
  linkName,
  mtu,
  newLinkName,
  usesIpv6,
} from '#drivers';
import { bridgeMembers } from './bridge-fields.js';

/** A granted interface of the host as a port, by its name alone or with how it is one. */
const port = z.union([
  linkName,
  z.strictObject({ link: linkName, ...bridgePortMembers, ...bridgeEntryMembers }),
]);

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
  ports: distinct(
    port,
    (entry) => (typeof entry === 'string' ? entry : entry.link),
    'port',
  ).optional(),
  ...hostMembers,
});

/** The `data` of a bridge workload: one Ethernet bridge on each member. */
export const bridgeSchema = z
  .strictObject({
    /** Bytes; absent: that of its smallest port, 1500 without ports. */
    mtu: mtu.optional(),
    ...bridgeMembers,
    members: z.array(member).min(1),
  })
  .superRefine(({ members }, context) => {
    members.forEach(({ adopt, name, vrf }, index) => {
      if (adopt && vrf !== undefined) {
        context.addIssue({
          ...driverIssue('interface-not-adoptable', 'a bridge of others can be put into no VRF'),
          path: ['members', index, 'vrf'],
        });
      }
      if (!adopt || name !== undefined) return;
      context.addIssue({
        ...driverIssue('interface-not-adoptable', 'what is adopted needs its name'),
        path: ['members', index, 'adopt'],
      });
    });
  })
  .superRefine((data, context) => {
    data.members.forEach((entry, index) => {
      if (data.mtu === undefined || data.mtu >= leastIpv6Mtu || !usesIpv6(entry)) return;
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
export type BridgePort = NonNullable<BridgeMember['ports']>[number];

export function parseBridge(data: unknown): Result<BridgeSpec> {
  return parseWith(bridgeSchema, data);
}
