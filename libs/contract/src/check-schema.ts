import { z } from 'zod';
import { distinct, nodeId, workloadName } from './fields.js';
import { coded } from './schema-problems.js';

const address = z.union([z.ipv4(), z.ipv6()]);

const common = {
  /** Unique in the contract; conditions and events call the check by it. */
  name: workloadName,
  workload: workloadName,
  /** Hosts that carry it out; absent: every host where the workload is, but for the one that has the address itself. */
  nodes: distinct(nodeId, (id) => id, 'node').optional(),
};

/** Every link of the workload, its ports and what it stands on have their carrier. */
const carrier = z.strictObject({ ...common, kind: z.literal('carrier') });

/** A neighbour in a network of the workload answers an ICMP echo (RFC 792, RFC 4443). */
const neighbour = z.strictObject({ ...common, kind: z.literal('neighbour'), address });

/** Packets of exactly the MTU get to the address and back uncut, one byte more does not. */
const pathMtu = z.strictObject({
  ...common,
  kind: z.literal('pathMtu'),
  address,
  /** Bytes, IP header included, 68 to 65535; absent: the MTU of the link that leads there. */
  mtu: z
    .int()
    .refine(
      (bytes) => bytes >= 68 && bytes <= 65_535,
      coded('value-invalid', 'an MTU is 68 to 65535 bytes'),
    )
    .meta({ minimum: 68, maximum: 65_535 })
    .optional(),
});

const check = z.discriminatedUnion('kind', [carrier, neighbour, pathMtu]);

/** How a host finds out that a workload works, after every change and from time to time. */
export type Check = z.infer<typeof check>;

/** Checks of one contract; a host carries them out one after the other. */
const mostChecks = 64;

export const checks = distinct(check, ({ name }) => name, 'check').refine(
  (list) => list.length <= mostChecks,
  coded('value-invalid', `a contract has at most ${mostChecks} checks`),
);
