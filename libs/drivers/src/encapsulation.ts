import type { Family } from './addresses.js';
import { vxlanOverhead } from './mtu.js';

/** The ESP transforms whose sizes differ (RFC 4303; RFC 4106, 7634, 3602, 4868). */
export type EspSuite = 'aead-16' | 'cbc-sha256' | 'cbc-sha384' | 'cbc-sha512';

/** What is put round a packet on its way down. */
export type Encapsulation =
  /** Linux does not count the tag: the card below carries four bytes more. */
  | { readonly kind: 'vlan' }
  | { readonly kind: 'vxlan'; readonly outer: Family }
  /** `options`: bytes of GENEVE options, a multiple of 4. */
  | { readonly kind: 'geneve'; readonly outer: Family; readonly options?: number }
  /** Tunnel mode. `udp`: in UDP on port 4500, as behind NAT (RFC 3948). */
  | {
      readonly kind: 'esp';
      readonly outer: Family;
      readonly suite: EspSuite;
      readonly udp: boolean;
    };

const ipHeader = { ipv4: 20, ipv6: 40 } as const satisfies Record<Family, number>;
const udpHeader = 8;
/** SPI and sequence number. */
const espHeader = 8;
/** Pad length and next header, which end the last block. */
const espTrailer = 2;

/** Bytes of initialization vector, integrity check value, and of the blocks that padding fills. */
const suites = {
  'aead-16': { iv: 8, icv: 16, block: 4 },
  'cbc-sha256': { iv: 16, icv: 16, block: 16 },
  'cbc-sha384': { iv: 16, icv: 24, block: 16 },
  'cbc-sha512': { iv: 16, icv: 32, block: 16 },
} as const satisfies Record<EspSuite, { iv: number; icv: number; block: number }>;

/** Bytes of the largest packet inside, where those of the largest outside are given. */
export function largestInside(outside: number, layer: Encapsulation): number {
  switch (layer.kind) {
    case 'vlan':
      return outside;
    case 'vxlan':
      return outside - vxlanOverhead(layer.outer);
    case 'geneve':
      return outside - vxlanOverhead(layer.outer) - (layer.options ?? 0);
    case 'esp':
      return insideEsp(outside, layer);
  }
}

/** The same through several layers, the outermost first. */
export function largestInsideAll(outside: number, layers: readonly Encapsulation[]): number {
  return layers.reduce(largestInside, outside);
}

/** 'VXLAN over IPv4'. */
export function encapsulationTitle(layer: Encapsulation): string {
  if (layer.kind === 'vlan') return 'VLAN';
  const outer = layer.outer === 'ipv4' ? 'IPv4' : 'IPv6';
  const nat = layer.kind === 'esp' && layer.udp ? ' in UDP' : '';
  return `${layer.kind.toUpperCase()}${nat} over ${outer}`;
}

function insideEsp(
  outside: number,
  { outer, suite, udp }: Encapsulation & { readonly kind: 'esp' },
): number {
  const { iv, icv, block } = suites[suite];
  const room = outside - ipHeader[outer] - (udp ? udpHeader : 0) - espHeader - iv - icv;
  return Math.floor(room / block) * block - espTrailer;
}
