import { readFileSync } from 'node:fs';

/**
 * The columns of every interface in the network namespace of this thread, by name, as decimal text: eight of what came
 * in (bytes, packets, errs, drop, fifo, frame, compressed, multicast) and eight of what went out (bytes, packets, errs,
 * drop, fifo, colls, carrier, compressed): proc(5).
 */
export function readNetDev(
  text = readFileSync('/proc/thread-self/net/dev', 'latin1'),
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, name, numbers] = /^\s*(\S+?):\s*([\d\s]+)$/.exec(line) ?? [];
      return name === undefined || numbers === undefined
        ? []
        : [[name, numbers.trim().split(/\s+/)]];
    }),
  );
}
