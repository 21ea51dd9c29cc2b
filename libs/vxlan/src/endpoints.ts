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
  return problems.length === 0 ? accept(endpoints) : refuse(...problems);
}

function endpointOf(
  member: VxlanMember,
  node: CharterNode | undefined,
  family: Family | undefined,
  path: string,
): Result<Endpoint, DriverProblemCode> {
  const underlay = node?.underlays.find(({ link }) => link === member.underlay);
  if (underlay === undefined) {
    return refuse({
      code: 'underlay-not-in-charter',
      path: `${path}/underlay`,
      detail: `the charter lists no underlay '${member.underlay}' for host '${member.node}'`,
    });
  }
  const local = localAddress(member, underlay, family, path);
  if (!local.ok) return local;
  return accept({
    member,
    local: local.value,
    largestMtu: (underlay.mtu ?? defaultUnderlayMtu) - vxlanOverhead(familyOf(local.value)),
  });
}

function localAddress(
  member: VxlanMember,
  underlay: Underlay,
  family: Family | undefined,
  path: string,
): Result<IpAddress, DriverProblemCode> {
  const listed = underlay.addresses.flatMap((text) => parseIpAddress(text) ?? []);
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
