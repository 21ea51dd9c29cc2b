import { readNetDev } from './net-dev.js';

/** What an interface itself has counted. */
export interface LinkCounters {
  readonly ingress: { readonly packets: bigint; readonly octets: bigint };
  readonly egress: { readonly packets: bigint; readonly octets: bigint };
}

/** Of every interface in the network namespace of this thread, by name. */
export function readLinkCounters(text?: string): ReadonlyMap<string, LinkCounters> {
  return new Map(
    [...readNetDev(text)].map(([name, columns]) => {
      const at = (position: number): bigint => BigInt(columns[position] ?? '0');
      const ingress = { octets: at(0), packets: at(1) };
      return [name, { ingress, egress: { octets: at(8), packets: at(9) } }];
    }),
  );
}
