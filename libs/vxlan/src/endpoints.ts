import {
  accept,
  pointer,
  refuse,
  type CharterNode,
  type Problem,
  type Result,
  type Underlay,
} from '#contract';
import {
  defaultUnderlayMtu,
  familyOf,
  parseIpAddress,
  vxlanOverhead,
  type DriverProblemCode,
  type Family,
  type IpAddress,
  type Surroundings,
} from '#drivers';
import type { VxlanMember, VxlanSpec } from './vxlan-spec.js';

/** One host's end of a segment. */
export interface Endpoint {
  readonly member: VxlanMember;
  readonly local: IpAddress;
  /** Largest MTU of the segment that this host's underlay can carry, by the charter. */
  readonly largestMtu: number;
}

/** Finds every member's outer address and room, the same on every host; problems carry paths below `data`. */
export function segmentEndpoints(
  spec: VxlanSpec,
  charterNode: Surroundings['charterNode'],
): Result<readonly Endpoint[], DriverProblemCode> {
  const problems: Problem<DriverProblemCode>[] = [];
  const endpoints: Endpoint[] = [];
  let family = spec.family;
  spec.members.forEach((member, index) => {
    const node = charterNode(member.node);
    const endpoint = endpointOf(member, node, family, pointer('members', index));
    if (!endpoint.ok) {
      problems.push(...endpoint.problems);
      return;
    }
    family ??= familyOf(endpoint.value.local);
    endpoints.push(endpoint.value);
  });
  if (family !== undefined) problems.push(...familyProblems(spec, family));
  return problems.length === 0 ? accept(endpoints) : refuse(...problems);
}

function endpointOf(
  member: VxlanMember,
  node: CharterNode | undefined,
  family: Family | undefined,
  path: string,
): Result<Endpoint, DriverProblemCode> {
  const underlay = underlayOf(member, node, path);
  if (!underlay.ok) return underlay;
  const local = localAddress(member, underlay.value, family, path);
  if (!local.ok) return local;
  return accept({
    member,
    local: local.value,
    largestMtu: (underlay.value.mtu ?? defaultUnderlayMtu) - vxlanOverhead(familyOf(local.value)),
  });
}

/** Of the charter: the one named, or the one that has the address from which is sent. */
function underlayOf(
  { node: name, underlay, local }: VxlanMember,
  node: CharterNode | undefined,
  path: string,
): Result<Underlay, DriverProblemCode> {
  const listed = node?.underlays ?? [];
  const found =
    underlay === undefined
      ? listed.find((entry) => local !== undefined && addressesOf(entry).includes(local))
      : listed.find(({ link }) => link === underlay);
  if (found !== undefined) return accept(found);
  if (underlay !== undefined || local === undefined) {
    return refuse({
      code: 'underlay-not-in-charter',
      path: `${path}/underlay`,
      detail: `the charter lists no underlay '${underlay ?? ''}' for host '${name}'`,
    });
  }
  return refuse({
    code: 'local-address-not-in-charter',
    path: `${path}/local`,
    detail: `the charter does not list ${local} on any underlay of host '${name}'`,
  });
}

function addressesOf({ addresses }: Underlay): readonly IpAddress[] {
  return addresses.flatMap((text) => parseIpAddress(text) ?? []);
}

function localAddress(
  member: VxlanMember,
  underlay: Underlay,
  family: Family | undefined,
  path: string,
): Result<IpAddress, DriverProblemCode> {
  const listed = addressesOf(underlay);
  const fits = (address: IpAddress): boolean =>
    family === undefined || familyOf(address) === family;
  const local = member.local ?? listed.find(fits);
  if (local === undefined || !fits(local)) {
    return refuse({
      code: 'underlay-families-mixed',
      path: member.local === undefined ? `${path}/underlay` : `${path}/local`,
      detail: `the segment travels over ${family ?? 'no family'}, and host '${member.node}' has no such address here: all members need one family`,
    });
  }
  if (!listed.includes(local)) {
    return refuse({
      code: 'local-address-not-in-charter',
      path: `${path}/local`,
      detail: `the charter does not list ${local} on underlay '${underlay.link}' of host '${member.node}'`,
    });
  }
  return accept(local);
}

/** Everything of the segment that has a family, against that of its members. */
function familyProblems(
  { flood, vnis = [], peers = [], fdb = [], flowLabel }: VxlanSpec,
  family: Family,
): readonly Problem<DriverProblemCode>[] {
  const addresses = [
    ...(typeof flood === 'object' ? [{ address: flood.group, path: '/flood/group' }] : []),
    ...vnis.map(({ group }, place) => ({ address: group, path: `/vnis/${place}/group` })),
    ...peers.map(({ address }, place) => ({ address, path: `/peers/${place}/address` })),
    ...fdb.map(({ address }, place) => ({ address, path: `/fdb/${place}/address` })),
  ];
  const mixed = addresses.flatMap(({ address, path }) => {
    if (address === undefined || familyOf(address) === family) return [];
    const detail = `the segment travels over ${family}, and ${address} is of the other family`;
    return [{ code: 'underlay-families-mixed' as const, path, detail }];
  });
  if (flowLabel === undefined || family === 'ipv6') return mixed;
  const detail = 'a flow label is of IPv6, and the segment travels over IPv4';
  return [...mixed, { code: 'flow-label-needs-ipv6', path: '/flowLabel', detail }];
}
