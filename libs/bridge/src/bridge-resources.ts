import { accept, refuse, type Problem, type Result } from '#contract';
import {
  bridgeEntryResources,
  derivedMac,
  grantProblems,
  hostResources,
  memberHere,
  usesIpv6,
  vrfMembership,
  type BridgeLink,
  type Surroundings,
  type WantedResource,
} from '#drivers';
import { bridgeOptions, entriesOf, linkOf, portOptions } from './bridge-options.js';
import type { BridgeMember, BridgeSpec } from './bridge-spec.js';

/** What a bridge workload needs on one host: the bridge, its granted ports, its addresses and routes. */
export function bridgeResources(
  spec: BridgeSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[], 'port-not-granted' | 'vrf-unknown'> {
  const here = memberHere(spec.members, surroundings.node);
  if (here === undefined) return accept([]);

  const { member, base } = here;
  const problems = portProblems(member, surroundings, base);
  if (problems.length > 0) return refuse(...problems);
  const membership = vrfMembership(member, surroundings, base);
  if (!membership.ok) return membership;
  return accept([
    {
      path: base,
      resource: { ...bridgeLink(spec, member, surroundings), ...membership.value },
      ...(member.adopt && { adopts: member.adopt }),
    },
    ...portResources(spec, member, surroundings, base),
    ...hostResources(member, surroundings, base),
  ]);
}

function portProblems(
  { ports = [] }: BridgeMember,
  { node }: Surroundings,
  base: string,
): readonly Problem<'port-not-granted'>[] {
  return ports
    .map(linkOf)
    .flatMap((port, place) =>
      grantProblems('port-not-granted', port, `${base}/ports/${place}`, node),
    );
}

function bridgeLink(
  spec: BridgeSpec,
  member: BridgeMember,
  surroundings: Surroundings,
): BridgeLink {
  const { owner, node, interfaceName } = surroundings;
  return {
    type: 'link',
    kind: 'bridge',
    name: interfaceName,
    owner,
    ...(spec.mtu !== undefined && { mtu: spec.mtu }),
    ...(!member.adopt && { mac: derivedMac(owner.contract, interfaceName, node.id) }),
    up: true,
    // One that is adopted keeps its IPv6: others may have addresses on it.
    ipv6: member.adopt ?? usesIpv6(member),
    bridge: bridgeOptions(spec, member),
  };
}

function portResources(
  spec: BridgeSpec,
  member: BridgeMember,
  { owner, interfaceName }: Surroundings,
  base: string,
): readonly WantedResource[] {
  return (member.ports ?? []).flatMap((entry, place): readonly WantedResource[] => {
    const port = portOptions(entry, spec, member);
    const [link, path] = [linkOf(entry), `${base}/ports/${place}`];
    const membership = { type: 'port', link, master: interfaceName, owner } as const;
    return [
      { path, resource: { ...membership, ...(port !== undefined && { port }) } },
      ...bridgeEntryResources(entriesOf(entry), { bridge: interfaceName, link, owner }, path),
    ];
  });
}
