import {
  accept,
  defaultUnderlayMtu,
  familyOf,
  genericPart,
  membershipOf,
  parseIpAddress,
  refuse,
  type InterfaceName,
  type IpAddress,
  type Result,
  type Surroundings,
  type WantedResource,
} from 'hercules-connect/driver-kit';
import { geneveKind } from './geneve-kind.js';
import type { GeneveSpec } from './geneve-spec.js';

/** What a tunnel needs on one of its two hosts: a link whose remote is the other host. */
export function geneveResources(
  spec: GeneveSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[]> {
  const ends = [0, 1].map((index) => endOf(spec, index, surroundings));
  const problems = ends.flatMap((end) => (end.ok ? [] : end.problems));
  const [first, second] = ends.flatMap((end) => (end.ok ? [end.value] : []));
  if (first === undefined || second === undefined) return refuse(...problems);
  const most = Math.min(first.mtu, second.mtu) - overhead(spec);
  if ((spec.mtu ?? 0) > most) {
    const detail = `MTU ${spec.mtu ?? 0} and the encapsulation do not fit both underlays: the most is ${most}`;
    return refuse({ code: 'mtu-above-underlay', path: '/mtu', detail });
  }
  const membership = membershipOf(spec, surroundings);
  if (!membership.ok) return membership;

  const { vni, port, ttl, df } = spec;
  const index = spec.members.findIndex(({ node }) => node === surroundings.node.id);
  const [own, { address: remote }] = index === 0 ? [first, second] : [second, first];
  const resource: WantedResource['resource'] = {
    type: 'link',
    name: surroundings.interfaceName,
    owner: surroundings.owner,
    mtu: spec.mtu ?? most,
    ...membership.value,
    up: true,
    ipv6: false,
    ...genericPart(geneveKind, { vni, remote, port, ttl, df }),
    over: { link: own.link, less: overhead(spec), title: 'GENEVE' },
  };
  return accept([{ path: `/members/${index}`, resource }]);
}

/** Inner Ethernet 14, GENEVE 8 without options, UDP 8 and the outer IP header (RFC 8926, 3). */
function overhead({ family = 'ipv4' }: GeneveSpec): number {
  return 14 + 8 + 8 + (family === 'ipv4' ? 20 : 40);
}

interface End {
  readonly link: InterfaceName;
  readonly address: IpAddress;
  readonly mtu: number;
}

/** Where the charter says that a member can be reached. */
function endOf(
  { members, family = 'ipv4' }: GeneveSpec,
  index: number,
  { charterNode }: Surroundings,
): Result<End> {
  const member = members[index];
  const node = member && charterNode(member.node);
  const underlay = node?.underlays.find(({ link }) => link === member?.underlay);
  const addresses = (underlay?.addresses ?? []).flatMap((text) => parseIpAddress(text) ?? []);
  const address = addresses.find((candidate) => familyOf(candidate) === family);
  if (member !== undefined && address !== undefined) {
    return accept({ link: member.underlay, address, mtu: underlay?.mtu ?? defaultUnderlayMtu });
  }
  return refuse({
    code: 'underlay-not-in-charter',
    path: `/members/${index}/underlay`,
    detail: `the charter lists no ${family} address on this underlay of host '${member?.node ?? ''}'`,
  });
}
