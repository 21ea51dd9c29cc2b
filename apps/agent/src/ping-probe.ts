import { execa } from 'execa';
import { familyOf, type Family, type InterfaceName, type IpAddress } from '#drivers';
import type { PathProbe } from '#engine';
import { findProgram } from '#nft';

/** Bytes of the IP and ICMP headers before what `ping` counts. */
const headers = { ipv4: 20 + 8, ipv6: 40 + 8 } as const satisfies Record<Family, number>;
/** Seconds in which an answer has to come, and tries of each size: one packet may be lost. */
const patience = 1;
const tries = 2;

/**
 * Probes with ICMP echoes of iputils' `ping`, which needs no privileges that the agent lacks. Only an answer counts: that
 * the host itself knows of a smaller MTU, a router's word for it and silence are all alike. Undefined: there is no `ping`.
 */
export async function pingProbe(): Promise<PathProbe | undefined> {
  const file = await findProgram('ping');
  if (file === undefined) return undefined;
  return { passes: (to, bytes, from) => isAnswered(file, to, bytes, from) };
}

async function isAnswered(
  file: string,
  to: IpAddress,
  bytes: number,
  from: InterfaceName | undefined,
): Promise<boolean> {
  const family = familyOf(to);
  const size = bytes - headers[family];
  if (size < 0) return false;
  const limits = ['-c', String(tries), '-i', '0.2', '-W', String(patience)];
  const args = [family === 'ipv4' ? '-4' : '-6', '-n', '-q', '-M', 'do', ...limits];
  const way = from === undefined ? [] : ['-I', from];
  const { stdout } = await execa(file, [...args, ...way, '-s', String(size), to], {
    stdin: 'ignore',
    env: { LC_ALL: 'C' },
    extendEnv: false,
    reject: false,
    timeout: (tries + 2) * patience * 1000,
  });
  return /, [1-9]\d* received/.test(stdout);
}
