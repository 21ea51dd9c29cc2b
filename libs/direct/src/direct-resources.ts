import { accept, pointer, refuse, type Result } from '#contract';
import {
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
  const index = spec.members.findIndex(({ node }) => node === surroundings.node.id);
  const member = spec.members[index];
  if (member === undefined) return accept([]);

  const base = pointer('members', index);
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
  if (node.parents.includes(link)) return accept(link);
  const detail = `the charter does not list '${link}' among the parents of host '${node.id}'`;
  return refuse({ code: 'port-not-granted', path: `${base}/link`, detail });
}
