import { accept, pointer, refuse, type Result } from '#contract';
import { derivedMac, familyOf, type BridgeLink, type Surroundings, type WantedResource } from '#drivers';
import type { BridgeMember, BridgeSpec } from './bridge-spec.js';

/** What a bridge workload needs on one host: the bridge, its granted ports and its addresses. */
export function bridgeResources(
  spec: BridgeSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[], 'port-not-granted'> {
  const index = spec.members.findIndex(({ node }) => node === surroundings.node.id);
  const member = spec.members[index];
  if (member === undefined) return accept([]);

  const refused = (member.ports ?? []).flatMap((port, place) =>
    surroundings.node.parents.includes(port) ? [] : [{ port, path: pointer('members', index, 'ports', place) }],
  );
  if (refused.length > 0) {
    return refuse(
      ...refused.map(({ port, path }) => ({
        code: 'port-not-granted' as const,
        path,
        detail: `the charter does not list '${port}' among the parents of host '${surroundings.node.id}'`,
      })),
    );
  }
  const base = pointer('members', index);
  return accept([
    { path: base, resource: bridgeLink(spec, member, surroundings) },
    ...portResources(member, surroundings, base),
    ...addressResources(member, surroundings, base),
  ]);
}

function bridgeLink(spec: BridgeSpec, member: BridgeMember, surroundings: Surroundings): BridgeLink {
  const { owner, node, interfaceName } = surroundings;
  return {
    type: 'link',
    kind: 'bridge',
    name: interfaceName,
    owner,
    ...(spec.mtu !== undefined && { mtu: spec.mtu }),
    mac: derivedMac(owner.contract, owner.workload, node.id),
    up: true,
    ipv6: (member.addresses ?? []).some((address) => familyOf(address) === 'ipv6'),
    bridge: { stp: spec.stp ?? false },
  };
}

function portResources(
  { ports = [] }: BridgeMember,
  { owner, interfaceName }: Surroundings,
  base: string,
): readonly WantedResource[] {
  return ports.map((link, place) => ({
    path: `${base}/ports/${place}`,
    resource: { type: 'port', link, master: interfaceName, owner },
  }));
}

function addressResources(
  { addresses = [] }: BridgeMember,
  { owner, interfaceName }: Surroundings,
  base: string,
): readonly WantedResource[] {
  return addresses.map((address, place) => ({
    path: `${base}/addresses/${place}`,
    resource: { type: 'address', link: interfaceName, address, owner },
  }));
}
