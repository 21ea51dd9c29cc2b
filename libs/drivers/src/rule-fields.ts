import { z } from 'zod';
import { addressBits, familyOf, splitCidr, type Cidr } from './addresses.js';
import { cidr, driverCheck, driverIssue, linkName } from './fields.js';
import { routingTable } from './routing-table.js';

/** The kernel's own rules stand at 0, 32766 and 32767; what comes after the main table is hardly ever asked. */
const priority = z
  .int()
  .refine(
    (value) => value >= 1 && value <= 32765,
    driverCheck('rule-priority-out-of-range', 'the priority of a rule is 1 to 32765'),
  )
  .meta({ minimum: 1, maximum: 32765 });

/** `true`: the interface of the workload itself. */
const link = z.union([z.literal(true), linkName]);
const bits = z.int().min(0).max(0xffff_ffff);

export const policyRule = z
  .strictObject({
    /** Rules are asked in this order; each priority stands once on a host, in each family. */
    priority,
    /** Absent: that of 'from' or 'to', and both families where neither is given. */
    family: z.enum(['ipv4', 'ipv6']).optional(),
    /** Packets from this network; absent: from anywhere. */
    from: cidr.optional(),
    /** Packets to this network; absent: to anywhere. */
    to: cidr.optional(),
    /** Packets that come in by this interface; 'lo': those of the host itself. */
    iif: link.optional(),
    /** Packets of sockets that are bound to this interface. */
    oif: link.optional(),
    /** Packets with this mark. */
    fwmark: bits.optional(),
    /** The bits of the mark that count; absent: all. */
    fwmask: bits.optional(),
    /** The table to go by; absent: that of the VRF which the interface is in, or the main table. */
    table: routingTable.optional(),
    /** Packets are dropped without a word. */
    blackhole: z.literal(true).optional(),
    /** Packets are answered with 'unreachable'. */
    unreachable: z.literal(true).optional(),
    /** Packets are answered with 'prohibited'. */
    prohibit: z.literal(true).optional(),
  })
  .superRefine((entry, context) => {
    for (const reason of faultsOf(entry)) context.addIssue(driverIssue('rule-invalid', reason));
  });

export type RuleSpec = z.infer<typeof policyRule>;

function faultsOf(rule: RuleSpec): readonly string[] {
  const { family, from, to, iif, oif, fwmark, fwmask = 0xffff_ffff } = rule;
  const { table, blackhole, unreachable, prohibit } = rule;
  const prefixes = [from, to].filter((prefix) => prefix !== undefined);
  const families = new Set([...(family === undefined ? [] : [family]), ...prefixes.map(familyOf)]);
  const actions = [table, blackhole, unreachable, prohibit].filter((word) => word !== undefined);
  const isForAll = [from, to, iif, oif, fwmark].every((selector) => selector === undefined);
  return [
    ...prefixes
      .filter(hasHostBits)
      .map((it) => `'${it}' has bits of a host beyond its prefix length`),
    ...(families.size > 1 ? ['its networks are of another family'] : []),
    ...(actions.length > 1
      ? ["a rule has one of 'table', 'blackhole', 'unreachable' and 'prohibit'"]
      : []),
    ...(fwmark === undefined && rule.fwmask !== undefined ? ["'fwmask' needs a 'fwmark'"] : []),
    ...(fwmark !== undefined && (fwmark & ~fwmask) !== 0
      ? ["'fwmark' has bits that 'fwmask' has not, so that no packet would meet it"]
      : []),
    ...(isForAll ? ["say of which packets: 'from', 'to', 'iif', 'oif' or 'fwmark'"] : []),
  ];
}

function hasHostBits(text: Cidr): boolean {
  const { address, prefixLength } = splitCidr(text);
  return addressBits(address).slice(prefixLength).includes('1');
}
