import { z } from 'zod';
import { distinct, nodeId, parseWith, workloadName, type Result } from '#contract';
import {
  adSelections,
  bondHashPolicies,
  bondModes,
  bridgePort,
  hostMembers,
  lacpRates,
  linkName,
  macAddress,
  mtu,
  newLinkName,
} from '#drivers';
import { bondIssues } from './bond-issues.js';

const milliseconds = z.int().min(0).max(600_000);

const member = z.strictObject({
  node: nodeId,
  /** Name of the bond on this host; absent: derived from the contract id and the workload. */
  name: newLinkName.optional(),
  /** Interfaces that the charter lets contracts use. They are set down to join, and are up when they leave. */
  links: distinct(linkName, (link) => link, 'link').refine((links) => links.length > 0),
  /** The link that is used whenever it can be; absent: none is preferred. */
  primary: linkName.optional(),
  /** Absent: that of the first link. */
  mac: macAddress.optional(),
  ...hostMembers,
});

/** The `data` of a bond workload: one bond on each member. An option that is left out has the value named. */
export const bondSchema = z
  .strictObject({
    /** How frames are shared among the links. Another mode makes the bond anew. */
    mode: z.enum(bondModes),
    /** Milliseconds between two looks at the carrier of the links; absent: 100. */
    miimon: z.int().min(1).max(60_000).optional(),
    /** Milliseconds that a link has carrier before it is used, a multiple of miimon; absent: 0. */
    upDelay: milliseconds.optional(),
    /** Milliseconds that a link has no carrier before it is given up, a multiple of miimon; absent: 0. */
    downDelay: milliseconds.optional(),
    /** So many links must be up for the bond to be; absent: 0. */
    minLinks: z.int().min(0).max(255).optional(),
    /** What of a frame chooses its link, in balance-xor, 802.3ad and balance-tlb; absent: layer2. */
    xmitHashPolicy: z.enum(bondHashPolicies).optional(),
    /** How often an 802.3ad bond tells of itself; absent: slow. Another one makes the bond anew. */
    lacpRate: z.enum(lacpRates).optional(),
    /** When an 802.3ad bond chooses another aggregate; absent: stable. Another one makes the bond anew. */
    adSelect: z.enum(adSelections).optional(),
    /** Bytes, of the bond and its links; absent: a new bond has 1500. */
    mtu: mtu.optional(),
    /** A bridge workload of this contract that the bond is a port of on every host; absent: none. */
    attach: workloadName.optional(),
    /** How the bond is a port of that bridge; absent: as the kernel makes it. */
    bridgePort: bridgePort.optional(),
    members: z.array(member).min(1),
  })
  .superRefine((data, context) => {
    for (const issue of bondIssues(data)) context.addIssue(issue);
  })
  .meta({ title: 'Bond' });

export type BondSpec = z.infer<typeof bondSchema>;
export type BondMember = BondSpec['members'][number];

export function parseBond(data: unknown): Result<BondSpec> {
  return parseWith(bondSchema, data);
}
