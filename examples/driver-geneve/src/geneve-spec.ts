import {
  bridgePort,
  linkName,
  mtu,
  newLinkName,
  nodeId,
  workloadName,
  z,
} from 'hercules-connect/driver-kit';

const member = z.strictObject({
  node: nodeId,
  /** An interface that the charter lists among the underlays of this host. */
  underlay: linkName,
  /** Name of the tunnel's interface on this host; absent: derived from contract and workload. */
  name: newLinkName.optional(),
});

/** The `data` of a geneve workload: one tunnel between two hosts. */
export const geneveSchema = z
  .strictObject({
    /** Virtual network identifier (RFC 8926, 3.4): 24 bits. */
    vni: z.int().min(1).max(0xffffff),
    /** UDP destination port; absent: 6081. */
    port: z.int().min(1).max(65535).optional(),
    /** Family of the outer packets; absent: ipv4. */
    family: z.enum(['ipv4', 'ipv6']).optional(),
    /** Outer time to live or hop limit; 0 or absent: the kernel's default. */
    ttl: z.int().min(0).max(255).optional(),
    /** Outer don't-fragment bit; absent: unset. */
    df: z.enum(['unset', 'set', 'inherit']).optional(),
    /** Bytes; absent: what the smaller underlay leaves. */
    mtu: mtu.optional(),
    /** A bridge workload of this contract that the tunnel is a port of; absent: none. */
    attach: workloadName.optional(),
    bridgePort: bridgePort.optional(),
    members: z.array(member).length(2),
  })
  .meta({ title: 'GENEVE tunnel' });

export type GeneveSpec = z.infer<typeof geneveSchema>;
