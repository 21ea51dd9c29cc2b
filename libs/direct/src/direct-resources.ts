import { accept, refuse, type Result } from '#contract';
import {
  bridgeEntryResources,
  grantProblems,
  memberHere,
  membershipOf,
  type DriverProblemCode,
  type InterfaceName,
  type Surroundings,
  type WantedResource,
} from '#drivers';
import type { DirectMember, DirectSpec } from './direct-spec.js';

/** What a direct connection needs on one host: the membership of its interface. */
export function directResources(
  spec: DirectSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[], DriverProblemCode> {
  const here = memberHere(spec.members, surroundings.node);
  if (here === undefined) return accept([]);

  const { member, base } = here;
  const link = linkOf(spec, member, surroundings, base);
  if (!link.ok) return link;
  const membership = membershipOf(
    { attach: spec.bridge, bridgePort: spec.bridgePort },
    surroundings,
  );
  if (!membership.ok) {
    return refuse(...membership.problems.map((problem) => ({ ...problem, path: '/bridge' })));
  }
  const { master, port } = membership.value;
  if (master == null) return accept([]);
  const { owner } = surroundings;
  return accept([
    {
      path: base,
      resource: { type: 'port', link: link.value, master, owner, ...(port && { port }) },
      ...(member.addresses && { hostAddresses: member.addresses }),
    },
    ...bridgeEntryResources(member, { bridge: master, link: link.value, owner }, base),
  ]);
}

/** An interface that the charter grants, or that of another workload. */
function linkOf(
  { over }: DirectSpec,
  { link }: DirectMember,
  { node, neighbour }: Surroundings,
  base: string,
): Result<InterfaceName, DriverProblemCode> {
  if (link === undefined) {
    const below = neighbour(over ?? '');
    if (below !== undefined) return accept(below.interfaceName);
    const detail = `the contract has no workload '${over ?? ''}' with an interface on host '${node.id}'`;
    return refuse({ code: 'parent-unknown', path: '/over', detail });
  }
  const problems = grantProblems('port-not-granted', link, `${base}/link`, node);
  return problems.length === 0 ? accept(link) : refuse(...problems);
}
