import { accept, pointer, refuse, type CharterNode, type Problem, type Result } from '#contract';
import {
  defaultUnderlayMtu,
  familyOf,
  vxlanOverhead,
  type DriverProblemCode,
  type Family,
  type Surroundings,
} from '#drivers';
import { underlayOf } from './charter-underlay.js';
import { memberEnd, type MemberEnd } from './member-end.js';
import type { VxlanMember, VxlanSpec } from './vxlan-spec.js';

/** One host's end of a segment. */
export interface Endpoint extends MemberEnd {
  readonly member: VxlanMember;
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
  const end = memberEnd(member, underlay.value, node, family, path);
  if (!end.ok) return end;
  const room = vxlanOverhead(familyOf(end.value.local));
  return accept({
    member,
    ...end.value,
    largestMtu: (underlay.value.mtu ?? defaultUnderlayMtu) - room,
  });
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
