import { createHash } from 'node:crypto';
import type { InterfaceName, KindTable, Owner } from '#drivers';

/** XFRM interfaces (include/uapi/linux/if_link.h, IFLA_XFRM_*): one for each id on a host. */
export const xfrmKind: KindTable = {
  kernelKind: 'xfrm',
  fields: { ifId: { type: 'u32', attribute: 2, change: 'recreate' } },
  unique: ['ifId'],
};

/**
 * An id that stays the same for the life of the interface: 1 to 2³¹ − 1. One of another name has another id, so that it can
 * stand before the former one goes.
 */
export function interfaceIdOf({ contract, workload }: Owner, name: InterfaceName): number {
  const hash = createHash('sha256').update(`xfrm ${contract}/${workload} ${name}`).digest();
  return hash.readUInt32BE() & 0x7fff_ffff || 1;
}
