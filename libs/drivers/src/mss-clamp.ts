import type { Owner } from './link-fields.js';
import type { InterfaceName } from './names.js';
import {
  nftTable,
  type NftChain,
  type NftFamily,
  type NftResource,
  type NftRule,
} from './nft-table.js';

/** Bytes of an IP and a TCP header without options, by the version of IP (RFC 9293, section 3.7.1). */
const headers = { ipv4: 20 + 20, ipv6: 40 + 20 } as const;

export interface MssClamp {
  /** The link through which the tunnel is entered and left. */
  readonly link: InterfaceName;
  /** Bytes of the largest packet that the tunnel takes. */
  readonly mtu: number;
  /** `bridge` for what a bridge passes on to its port, `inet` for what the host routes. */
  readonly family: NftFamily;
}

/**
 * A table that lowers the segment size which TCP connections through a tunnel agree on, in both directions, so that they
 * fit without anybody having to hear of the tunnel's MTU. A smaller size than the tunnel's stays as it is.
 */
export function mssClampTable(clamp: MssClamp, owner: Owner): NftResource {
  return nftTable(clamp.family, owner, [mssClampChain(clamp)]);
}

/** The chain alone, for a table that has others besides. */
export function mssClampChain({ link, mtu, family }: MssClamp): NftChain {
  const rules = (['oifname', 'iifname'] as const).flatMap((direction) =>
    (['ipv4', 'ipv6'] as const).map((version) => [
      equals(direction, link),
      isVersion(version, family),
      ...lowerTo(mtu - headers[version]),
    ]),
  );
  const hook = { type: 'filter', hook: 'forward', priority: -150, policy: 'accept' } as const;
  return { name: 'mss-clamp', hook, rules };
}

/** A bridge sees the type of a frame; `nfproto` is known where packets are routed. */
function isVersion(version: 'ipv4' | 'ipv6', family: NftFamily): NftRule[number] {
  if (family === 'inet') return equals('nfproto', version);
  return equals('protocol', version === 'ipv4' ? 'ip' : 'ip6');
}

function equals(key: string, right: string): NftRule[number] {
  return { match: { op: '==', left: { meta: { key } }, right } };
}

/** Both ends say their size in the segment that has SYN set. The kernel never raises one (`nft_exthdr_tcp_set_eval`). */
function lowerTo(size: number): NftRule {
  return [
    { match: { op: 'in', left: { payload: { protocol: 'tcp', field: 'flags' } }, right: 'syn' } },
    { mangle: { key: { 'tcp option': { name: 'maxseg', field: 'size' } }, value: size } },
  ];
}
