import { readFileSync } from 'node:fs';
import type { HostMeasures, TunnelMeasures } from '#protocol';

/** Beyond so many a report would be too large for its receiver: then the first ones are told of. */
const mostTunnels = 10_000;

/** What a report tells of tunnels; nothing at all of a host that has none. */
export function measureTunnels(
  tunnels: readonly TunnelMeasures[],
  readErrors = readXfrmErrors,
): Pick<HostMeasures, 'tunnels' | 'xfrmErrors'> {
  if (tunnels.length === 0) return {};
  const xfrmErrors = readErrors();
  return {
    tunnels: tunnels.slice(0, mostTunnels),
    ...(xfrmErrors !== undefined && { xfrmErrors }),
  };
}

/**
 * IPsec packets that the kernel had to drop, by reason, in the network namespace of this thread (Linux,
 * Documentation/networking/xfrm_proc.rst); undefined: the kernel does not count them.
 */
export function readXfrmErrors(
  text = readIfThere('/proc/thread-self/net/xfrm_stat'),
): Readonly<Record<string, number>> | undefined {
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^(Xfrm[A-Za-z]+)\s+(\d+)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, Number(value)] as const];
    }),
  );
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined; // A kernel without CONFIG_XFRM_STATISTICS.
  }
}
