import { accept, pointer, refuse, type Problem, type Result } from '#contract';
import {
  familyOf,
  isWithin,
  vxlanOverhead,
  type DriverProblemCode,
  type InterfaceName,
  type IpAddress,
  type Passage,
  type PassageEnd,
  type Surroundings,
} from '#drivers';
import type { Endpoint } from './endpoints.js';
import type { VxlanMember, VxlanSpec } from './vxlan-spec.js';

/** The ends of a segment that travels through other workloads of its contract; problems carry paths below `data`. */
export function endpointsThrough(
  { members, family, through = [] }: VxlanSpec,
  surroundings: Surroundings,
): Result<readonly Endpoint[], DriverProblemCode> {
  const found = through.map((name) => surroundings.passage?.(name));
  const passages = found.filter((passage) => passage !== undefined);
  const problems: Problem<DriverProblemCode>[] = found.flatMap((passage, place) => {
    if (passage !== undefined) return [];
    const detail = `no workload '${through[place] ?? ''}' of this contract leads from host to host: name a tunnel`;
    return [{ code: 'passage-unknown', path: pointer('through', place), detail }];
  });
  if (problems.length > 0) return refuse(...problems);
  const ends = members.map((member, index) =>
    endpoint(member, passages, pointer('members', index)),
  );
  problems.push(
    ...unjoined(members, passages),
    ...ends.flatMap((end) => (end.ok ? [] : end.problems)),
  );
  const endpoints = ends.flatMap((end) => (end.ok ? [end.value] : []));
  const common = family ?? (endpoints[0] && familyOf(endpoints[0].local));
  for (const [index, { local }] of endpoints.entries()) {
    if (familyOf(local) === common) continue;
    const detail = `the segment travels over ${common ?? 'no family'}, and ${local} is of the other one`;
    const path = `${pointer('members', index)}/local`;
    problems.push({ code: 'underlay-families-mixed', path, detail });
  }
  return problems.length === 0 ? accept(endpoints) : refuse(...problems);
}

/** The interface by which all of a host's part of the segment leaves; null: by none, or not by a single one. */
export function passageLink(
  { through = [] }: VxlanSpec,
  { node, neighbour, passage }: Surroundings,
): InterfaceName | null {
  const own = through.filter((name) => passage?.(name)?.ends.some((end) => end.node === node.id));
  const [name, ...others] = own;
  if (name === undefined || others.length > 0) return null;
  return passage?.(name)?.hasInterface === true ? (neighbour(name)?.interfaceName ?? null) : null;
}

/** What has to stand on a host before its part of the segment. */
export function passagesBefore(
  { through = [] }: VxlanSpec,
  { node, passage }: Surroundings,
): readonly Passage['identity'][] {
  return through.flatMap((name) => {
    const found = passage?.(name);
    return found?.ends.some((end) => end.node === node.id) === true ? [found.identity] : [];
  });
}

function endpoint(
  member: VxlanMember,
  passages: readonly Passage[],
  path: string,
): Result<Endpoint, DriverProblemCode> {
  const own = passages.flatMap(({ mtu, ends }) =>
    ends.filter(({ node }) => node === member.node).map((end) => ({ mtu, end })),
  );
  const asked = typeof member.local === 'string' ? member.local : own[0]?.end.source;
  if (asked === undefined) {
    const detail = `say from which address host '${member.node}' sends into the tunnel: one within its networks`;
    return refuse({ code: 'source-missing', path: `${path}/local`, detail });
  }
  const stranger = own.find(({ end }) => !isOf(asked, end));
  if (stranger !== undefined) {
    const networks = stranger.end.networks.join(', ');
    const detail = `${asked} of host '${member.node}' does not travel through the tunnel, which is for ${networks}`;
    return refuse({ code: 'passage-address-outside', path: `${path}/local`, detail });
  }
  const room = Math.min(...own.map(({ mtu }) => mtu));
  return accept({
    member,
    local: asked,
    reachedAt: asked,
    largestMtu: room - vxlanOverhead(familyOf(asked)),
  });
}

function isOf(address: IpAddress, { networks }: PassageEnd): boolean {
  return networks.some((network) => isWithin(address, network));
}

/** Every host sends to every other one: a passage must lead there. */
function unjoined(
  members: readonly VxlanMember[],
  passages: readonly Passage[],
): readonly Problem<DriverProblemCode>[] {
  return members.flatMap((member, index) => {
    const lacks = members.slice(0, index).find((other) => !areJoined(member, other, passages));
    if (lacks === undefined) return [];
    const detail = `none of the tunnels leads from host '${lacks.node}' to host '${member.node}': name one in 'through'`;
    return [{ code: 'passage-missing', path: `${pointer('members', index)}/node`, detail }];
  });
}

function areJoined(one: VxlanMember, other: VxlanMember, passages: readonly Passage[]): boolean {
  return passages.some(({ ends }) =>
    [one, other].every((member) => ends.some(({ node }) => node === member.node)),
  );
}
