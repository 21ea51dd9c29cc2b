import { readFileSync } from 'node:fs';

/** CAP_NET_ADMIN of include/uapi/linux/capability.h. */
const netAdmin = 12n;

/** Whether this process may change the network, in its user namespace. */
export function hasNetAdmin(): boolean {
  const mask =
    /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> netAdmin) & 1n) === 1n;
}
