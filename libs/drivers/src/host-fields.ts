import { z } from 'zod';
import { distinct, workloadName } from '#contract';
import { addressBits, familyOf, splitCidr, type Cidr } from './addresses.js';
import { cidr, driverIssue, ipAddress, linkAddress } from './fields.js';
import { routingTable } from './routing-table.js';
import { policyRule, type RuleSpec } from './rule-fields.js';

const metric = z.int().min(0).max(0xffff_ffff);

const route = z
  .strictObject({
    /** Where to: a network, without bits of a host; '0.0.0.0/0' or '::/0' is everywhere. */
    to: cidr,
    /** The next router; absent: the destination is on the link. */
    via: ipAddress.optional(),
    /** Lower wins; 0 or absent: 0 over IPv4 and 1024 over IPv6, as the kernel has it. */
    metric: metric.optional(),
    /** Absent: that of the VRF which the interface is in, or the main table. */
    table: routingTable.optional(),
    /** The router is on the link although no address of the interface says so. */
    onLink: z.literal(true).optional(),
    /** The address from which the host itself sends this way; absent: the kernel chooses. */
    source: ipAddress.optional(),
    /** Packets that take this route are dropped without a word. */
    blackhole: z.literal(true).optional(),
    /** Packets that take this route are answered with 'unreachable'. */
    unreachable: z.literal(true).optional(),
  })
  .superRefine((entry, context) => {
    for (const reason of routeFaults(entry)) context.addIssue(driverIssue('route-invalid', reason));
  });

export type RouteSpec = z.infer<typeof route>;

/** What every workload may say, for each host, about the host's own part in the network. */
export const hostMembers = {
  /** Addresses of the host itself on the interface; absent: none. */
  addresses: distinct(linkAddress, (address) => address, 'address').optional(),
  /** A VRF workload of this contract on this host that the interface is in; absent: it is in none. */
  vrf: workloadName.optional(),
  /** Routes of the host; absent: none but those that the kernel makes for addresses. */
  routes: distinct(
    route,
    ({ to, table = '', metric: preference = 0 }) => `${to} ${table} ${preference}`,
    'route',
  ).optional(),
  /** Policy rules of the host; absent: none but the kernel's own. */
  rules: z.array(policyRule).optional(),
};

export interface HostMember {
  readonly vrf?: string | undefined;
  readonly addresses?: readonly Cidr[] | undefined;
  readonly routes?: readonly RouteSpec[] | undefined;
  readonly rules?: readonly RuleSpec[] | undefined;
}

/** Whether the interface needs the host's own IPv6. */
export function usesIpv6({ addresses = [], routes = [] }: HostMember): boolean {
  return [...addresses, ...routes.map(({ to }) => to)].some((text) => familyOf(text) === 'ipv6');
}

function routeFaults({
  to,
  via,
  source,
  onLink,
  blackhole,
  unreachable,
}: RouteSpec): readonly string[] {
  const isDeadEnd = blackhole === true || unreachable === true;
  const faults: readonly (readonly [boolean, string])[] = [
    [hasHostBits(to), `'${to}' has bits of a host beyond its prefix length`],
    [via !== undefined && familyOf(via) !== familyOf(to), 'the router is of another family'],
    [source !== undefined && familyOf(source) !== familyOf(to), 'the source is of another family'],
    [
      onLink === true && via === undefined,
      "'onLink' says something about a router: name it in 'via'",
    ],
    [
      blackhole === true && unreachable === true,
      "a route is 'blackhole' or 'unreachable', not both",
    ],
    [
      isDeadEnd && (via ?? source ?? onLink) !== undefined,
      "a route that leads nowhere has neither 'via' nor 'source' nor 'onLink'",
    ],
  ];
  return faults.flatMap(([isSo, reason]) => (isSo ? [reason] : []));
}

function hasHostBits(text: Cidr): boolean {
  const { address, prefixLength } = splitCidr(text);
  return addressBits(address).slice(prefixLength).includes('1');
}
