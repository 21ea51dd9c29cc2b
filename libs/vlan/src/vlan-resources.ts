import { accept, refuse, type Result } from '#contract';
import {
  grantProblems,
  hostResources,
  memberHere,
  membershipOf,
  qosMap,
  type DriverProblemCode,
  type InterfaceName,
  type Membership,
  usesIpv6,
  type Surroundings,
  type VlanLink,
  type VlanOptions,
  type WantedResource,
} from '#drivers';
import type { VlanMember, VlanSpec } from './vlan-spec.js';

/** What a VLAN needs on one host: the link, its addresses and routes. */
export function vlanResources(
  spec: VlanSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[], DriverProblemCode> {
  const here = memberHere(spec.members, surroundings.node);
  if (here === undefined) return accept([]);

  const { member, base } = here;
  const parent = parentOf(spec, member, surroundings, base);
  if (!parent.ok) return parent;
  const membership = membershipOf(spec, surroundings, member, base);
  if (!membership.ok) return membership;
  const link = {
    ...linkFields(spec, member, membership.value, surroundings),
    vlan: vlanOptions(spec, parent.value),
  };
  return accept([{ path: base, resource: link }, ...hostResources(member, surroundings, base)]);
}

/** The interface over which the VLAN stands: one that the charter grants, or that of another workload. */
function parentOf(
  { over }: VlanSpec,
  { parent }: VlanMember,
  { node, neighbour }: Surroundings,
  base: string,
): Result<InterfaceName, DriverProblemCode> {
  if (parent !== undefined) {
    const problems = grantProblems('parent-not-granted', parent, `${base}/parent`, node);
    return problems.length === 0 ? accept(parent) : refuse(...problems);
  }
  const below = neighbour(over ?? '');
  if (below !== undefined) return accept(below.interfaceName);
  return refuse({
    code: 'parent-unknown',
    path: '/over',
    detail: `the contract has no workload '${over ?? ''}' with an interface on host '${node.id}'`,
  });
}

function linkFields(
  spec: VlanSpec,
  member: VlanMember,
  membership: Membership,
  { owner, interfaceName }: Surroundings,
): Omit<VlanLink, 'vlan'> {
  return {
    type: 'link',
    kind: 'vlan',
    name: interfaceName,
    owner,
    ...(spec.mtu !== undefined && { mtu: spec.mtu }),
    ...(member.mac !== undefined && { mac: member.mac }),
    ...membership,
    up: true,
    ipv6: usesIpv6(member),
  };
}

function vlanOptions(spec: VlanSpec, parent: InterfaceName): VlanOptions {
  const { reorderHeader, looseBinding, gvrp, mvrp, ingressQos, egressQos } = spec;
  return {
    id: spec.id,
    protocol: spec.protocol ?? '802.1Q',
    parent,
    ...(reorderHeader !== undefined && { reorderHeader }),
    ...(looseBinding !== undefined && { looseBinding }),
    ...(gvrp !== undefined && { gvrp }),
    ...(mvrp !== undefined && { mvrp }),
    ...(ingressQos !== undefined && {
      ingressQos: qosMap(ingressQos.map((entry) => [entry.codePoint, entry.priority])),
    }),
    ...(egressQos !== undefined && {
      egressQos: qosMap(egressQos.map((entry) => [entry.priority, entry.codePoint])),
    }),
  };
}
