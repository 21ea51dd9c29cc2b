import type { Family } from '#drivers';

/** Bytes of a cipher: its vector, its integrity value, and the blocks to which it pads. */
function suiteOf(proposal: string): {
  readonly iv: number;
  readonly icv: number;
  readonly block: number;
} {
  if (/gcm16|ccm16|chacha20/.test(proposal)) return { iv: 8, icv: 16, block: 4 };
  if (proposal.includes('sha512')) return { iv: 16, icv: 32, block: 16 };
  return { iv: 16, icv: proposal.includes('sha384') ? 24 : 16, block: 16 };
}

/**
 * Bytes of the largest inner packet that ESP in tunnel mode carries over a path (RFC 4303, section 2), in UDP: whether
 * there is NAT shows only at run time.
 */
export function espRoom(pathMtu: number, outer: Family, proposals: readonly string[]): number {
  return Math.min(
    ...proposals.map((proposal) => {
      const { iv, icv, block } = suiteOf(proposal);
      const room = pathMtu - (outer === 'ipv4' ? 20 : 40) - 8 - 8 - iv - icv;
      return Math.floor(room / block) * block - 2;
    }),
  );
}
