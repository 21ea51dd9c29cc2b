import {
  ipsecIdentity,
  ipsecName,
  splitCidr,
  type Cidr,
  type IpAddress,
  type Passage,
  type PassageSite,
} from '#drivers';
import type { IpsecMember, IpsecSpec } from './ipsec-spec.js';
import { tunnelEnds } from './tunnel-ends.js';
import { tunnelMtu } from './tunnel-mtu.js';

/** What may travel through the tunnel; undefined: the tunnel can't be had as asked, which is said elsewhere. */
export function tunnelPassage(spec: IpsecSpec, site: PassageSite): Passage | undefined {
  const [first] = spec.members;
  const node = first && site.charterNode(first.node);
  if (node === undefined) return undefined;
  const ends = tunnelEnds(spec, { ...site, node });
  if (!ends.ok || ends.value === undefined) return undefined;
  const mtu = tunnelMtu(spec, ends.value);
  if (!mtu.ok) return undefined;
  return {
    mtu: mtu.value,
    hasInterface: spec.mode !== 'policy',
    identity: ipsecIdentity(ipsecName(site.owner)),
    ends: spec.members.map((member) => {
      const source = sourceOf(member);
      return {
        node: member.node,
        networks: member.subnets,
        ...(source !== undefined && { source }),
      };
    }),
  };
}

/** What the contract names, or the one address that is all of a network. */
function sourceOf({ source, addresses = [], subnets }: IpsecMember): IpAddress | undefined {
  if (source !== undefined) return source;
  const [own] = addresses;
  return own === undefined ? subnets.flatMap(wholeAddress)[0] : splitCidr(own).address;
}

function wholeAddress(subnet: Cidr): readonly IpAddress[] {
  const { address, prefixLength } = splitCidr(subnet);
  return prefixLength === (address.includes(':') ? 128 : 32) ? [address] : [];
}
