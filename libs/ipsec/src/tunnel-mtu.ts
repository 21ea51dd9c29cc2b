import { accept, refuse, type Result } from '#contract';
import { espRoom } from './esp-room.js';
import type { IpsecSpec } from './ipsec-spec.js';
import { proposalsOf } from './proposals.js';
import type { TunnelEnds } from './tunnel-ends.js';

/** Fits every cipher on an Ethernet path, with NAT and over IPv6. */
const usualMtu = 1400;

/** Bytes of the largest packet inside the tunnel; refused where the contract asks for more than fits. */
export function tunnelMtu(
  spec: Pick<IpsecSpec, 'mtu' | 'proposals'>,
  { local, remote }: Pick<TunnelEnds, 'local' | 'remote'>,
): Result<number, 'mtu-above-underlay'> {
  const tightest = local.pathMtu <= remote.pathMtu ? local : remote;
  const outer = local.address.includes(':') ? 'ipv6' : 'ipv4';
  const largest = espRoom(tightest.pathMtu, outer, proposalsOf(spec.proposals).esp);
  const mtu = spec.mtu ?? Math.min(largest, usualMtu);
  if (mtu <= largest) return accept(mtu);
  return refuse({
    code: 'mtu-above-underlay',
    path: '/mtu',
    detail: `MTU ${mtu} and the encryption do not fit the underlay of '${tightest.name}': the most is ${largest}`,
  });
}
