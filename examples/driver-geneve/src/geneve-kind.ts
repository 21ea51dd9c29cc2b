import type { KindTable } from 'hercules-connect/driver-kit';

/**
 * IFLA_GENEVE_* of include/uapi/linux/if_link.h. What the kernel changes in place is what `geneve_nl2info` in
 * drivers/net/geneve.c takes with `changelink`.
 */
export const geneveKind: KindTable = {
  kernelKind: 'geneve',
  fields: {
    vni: { type: 'u32', attribute: 1, change: 'recreate' },
    remote: { type: 'ip', attributes: { ipv4: 2, ipv6: 7 }, change: 'in-place' },
    ttl: { type: 'u8', attribute: 3, change: 'in-place' },
    port: { type: 'u16be', attribute: 5, change: 'recreate', absent: 6081 },
    df: { type: 'word8', attribute: 13, change: 'in-place', words: ['unset', 'set', 'inherit'] },
  },
  unique: ['vni', 'port', 'remote'],
};
