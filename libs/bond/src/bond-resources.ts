import { accept, refuse, type Problem, type Result } from '#contract';
import {
  grantProblems,
  hostResources,
  memberHere,
  membershipOf,
  usesIpv6,
  type BondLink,
  type DriverProblemCode,
  type Membership,
  type Surroundings,
  type WantedResource,
} from '#drivers';
import { bondOptions } from './bond-options.js';
import type { BondMember, BondSpec } from './bond-spec.js';

/** What a bond needs on one host: the bond, its links and its addresses. */
export function bondResources(
  spec: BondSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[], DriverProblemCode> {
  const here = memberHere(spec.members, surroundings.node);
  if (here === undefined) return accept([]);

  const { member, base } = here;
  const problems = linkProblems(member, surroundings, base);
  if (problems.length > 0) return refuse(...problems);
  const membership = membershipOf(spec, surroundings, member, base);
  if (!membership.ok) return membership;
  return accept([
    { path: base, resource: bondLink(spec, member, membership.value, surroundings) },
    ...linkResources(member, surroundings, base),
    ...hostResources(member, surroundings, base),
  ]);
}

function linkProblems(
  { links }: BondMember,
  { node }: Surroundings,
  base: string,
): readonly Problem<'port-not-granted'>[] {
  return links.flatMap((link, place) =>
    grantProblems('port-not-granted', link, `${base}/links/${place}`, node),
  );
}

function bondLink(
  spec: BondSpec,
  member: BondMember,
  membership: Membership,
  { owner, interfaceName }: Surroundings,
): BondLink {
  return {
    type: 'link',
    kind: 'bond',
    name: interfaceName,
    owner,
    ...(spec.mtu !== undefined && { mtu: spec.mtu }),
    ...(member.mac !== undefined && { mac: member.mac }),
    ...membership,
    up: true,
    ipv6: usesIpv6(member),
    bond: bondOptions(spec, member),
  };
}

function linkResources(
  { links }: BondMember,
  { owner, interfaceName }: Surroundings,
  base: string,
): readonly WantedResource[] {
  return links.map((link, place) => ({
    path: `${base}/links/${place}`,
    resource: { type: 'port', link, master: interfaceName, owner },
  }));
}
