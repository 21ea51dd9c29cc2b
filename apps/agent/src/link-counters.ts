import { readFileSync } from 'node:fs';

/** What an interface itself has counted. */
export interface LinkCounters {
  readonly ingress: { readonly packets: bigint; readonly octets: bigint };
  readonly egress: { readonly packets: bigint; readonly octets: bigint };
}

/** Of every interface in the network namespace of this thread, by name: proc(5). */
export function readLinkCounters(
  text = readFileSync('/proc/thread-self/net/dev', 'latin1'),
): ReadonlyMap<string, LinkCounters> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, name, numbers] = /^\s*(\S+?):\s*([\d\s]+)$/.exec(line) ?? [];
      if (name === undefined || numbers === undefined) return [];
      const values = numbers.trim().split(/\s+/).map(BigInt);
      const at = (position: number): bigint => values[position] ?? 0n;
      const ingress = { octets: at(0), packets: at(1) };
      return [[name, { ingress, egress: { octets: at(8), packets: at(9) } }]];
    }),
  );
}
