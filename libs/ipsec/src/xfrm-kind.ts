import { createHash } from 'node:crypto';
import type { KindTable, Owner } from '#drivers';

/** XFRM interfaces (include/uapi/linux/if_link.h, IFLA_XFRM_*): one for each id on a host. */
export const xfrmKind: KindTable = {
  kernelKind: 'xfrm',
  fields: { ifId: { type: 'u32', attribute: 2, change: 'recreate' } },
  unique: ['ifId'],
};

/** An id that stays the same for the life of the workload: 1 to 2³¹ − 1. */
export function interfaceIdOf({ contract, workload }: Owner): number {
  const hash = createHash('sha256').update(`xfrm ${contract}/${workload}`).digest();
  return hash.readUInt32BE() & 0x7fff_ffff || 1;
}
