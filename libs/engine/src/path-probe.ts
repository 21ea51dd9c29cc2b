import { familyOf, type Family, type InterfaceName, type IpAddress } from '#drivers';
import { unknown, type Finding } from './finding.js';

/** Sends single packets that nobody on the way may cut. */
export interface PathProbe {
  /**
   * Whether a packet of so many bytes, IP header included, gets there and an equal one back.
   * @param from the link that it has to leave by; absent: whichever the routes say
   */
  passes(to: IpAddress, bytes: number, from?: InterfaceName): Promise<boolean>;
}

/** What a check finds on a host without one. */
export const noProbe: Finding = unknown('NoProbe', 'this host has no ping: install iputils');

/** What `ping` sends unasked: 56 bytes of data. */
const echoBytes = { ipv4: 20 + 8 + 56, ipv6: 40 + 8 + 56 } as const satisfies Record<
  Family,
  number
>;

/** Whether somebody answers there at all. */
export function answers(probe: PathProbe, to: IpAddress, from?: InterfaceName): Promise<boolean> {
  return probe.passes(to, echoBytes[familyOf(to)], from);
}

/** What probing says about a computed MTU. */
export interface MtuProof {
  readonly computed: number;
  /** Bytes of the largest packet that passed; null: none did. One byte above `computed` is as far as anybody looked. */
  readonly largest: number | null;
  /** The computed one passed, and one byte more did not. */
  readonly isProven: boolean;
}

/** What every link of a family has to take (RFC 791, section 3.2; RFC 8200, section 5). */
const leastMtu = { ipv4: 68, ipv6: 1280 } as const satisfies Record<Family, number>;

/** Proves the MTU of a path from end to end; where it is too large, finds the one that fits in a few more packets. */
export async function proveMtu(
  probe: PathProbe,
  to: IpAddress,
  computed: number,
): Promise<MtuProof> {
  if (!(await probe.passes(to, computed))) {
    const largest = await largestBelow(probe, to, computed);
    return { computed, largest, isProven: false };
  }
  const isLarger = await probe.passes(to, computed + 1);
  return { computed, largest: isLarger ? computed + 1 : computed, isProven: !isLarger };
}

async function largestBelow(
  probe: PathProbe,
  to: IpAddress,
  tooLarge: number,
): Promise<number | null> {
  let fits: number = leastMtu[familyOf(to)];
  if (fits >= tooLarge || !(await probe.passes(to, fits))) return null;
  let above = tooLarge;
  while (above - fits > 1) {
    const middle = Math.floor((fits + above) / 2);
    if (await probe.passes(to, middle)) fits = middle;
    else above = middle;
  }
  return fits;
}
