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

const macPattern = /^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/;

/**
 * Frames find their way: the forwarding tables of the workload's links, and of their bridges' ports, know the station
 * `mac`; or they send to the tunnel end `vtep` (RFC 7348), and that answers an ICMP echo on the underlay.
 */
const forwarding = z
  .strictObject({
    ...common,
    kind: z.literal('forwarding'),
    mac: z
      .string()
      .refine(
        (text) => macPattern.test(text),
        coded('value-invalid', "a MAC address is six pairs of digits, as in '02:00:00:00:00:01'"),
      )
      .meta({ pattern: macPattern.source })
      .optional(),
    vtep: address.optional(),
  })
  .refine(
    ({ mac, vtep }) => (mac === undefined) !== (vtep === undefined),
    coded('value-invalid', "this check is of a station ('mac') or of a tunnel end ('vtep')"),
  );

/** Seconds that packets are counted: other checks wait meanwhile. */
const longestWindow = 30;

/** Packets move on the workload's own links while they are counted. */
const counters = z.strictObject({
  ...common,
  kind: z.literal('counters'),
  /** Absent: packets have to be received, and others sent. */
  direction: z.enum(['receive', 'transmit']).optional(),
  /** How many in each direction, on all of the links together; absent: 1. */
  packets: z
    .int()
    .refine(
      (count) => count >= 1 && count <= 1_000_000,
      coded('value-invalid', 'at least 1 packet is waited for, at most 1000000'),
    )
    .meta({ minimum: 1, maximum: 1_000_000 })
    .optional(),
  /** Absent: 5. */
  seconds: z
    .int()
    .refine(
      (seconds) => seconds >= 1 && seconds <= longestWindow,
      coded('value-invalid', `packets are counted for 1 to ${longestWindow} seconds`),
    )
    .meta({ minimum: 1, maximum: longestWindow })
    .optional(),
});

const check = z.discriminatedUnion('kind', [carrier, neighbour, pathMtu, forwarding, counters]);

/** How a host finds out that a workload works, after every change and from time to time. */
export type Check = z.infer<typeof check>;

/** Checks of one contract; a host carries them out one after the other. */
const mostChecks = 64;

export const checks = distinct(check, ({ name }) => name, 'check').refine(
  (list) => list.length <= mostChecks,
  coded('value-invalid', `a contract has at most ${mostChecks} checks`),
);
