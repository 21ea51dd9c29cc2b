import { accept, refuse, type Result } from '#contract';
import {
  hostResources,
  membershipOf,
  usesIpv6,
  type DriverProblemCode,
  type MacAddress,
  type Membership,
  type Surroundings,
  type VxlanLink,
  type WantedResource,
} from '#drivers';
import { segmentEndpoints, type Endpoint } from './endpoints.js';
import type { VxlanSpec } from './vxlan-spec.js';

/** The key of the kernel's flood list: frames for many or for unknown receivers go to each of its destinations. */
const floodMac = '00:00:00:00:00:00' as MacAddress;

/** What a segment needs on one host: the link and one flood entry for every other member. */
export function vxlanResources(
  spec: VxlanSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[], DriverProblemCode> {
  const endpoints = segmentEndpoints(spec, surroundings.charterNode);
  if (!endpoints.ok) return endpoints;
  const mtu = segmentMtu(spec, endpoints.value);
  if (!mtu.ok) return mtu;
  const membership = membershipOf(spec, surroundings);
  if (!membership.ok) return membership;

  const index = endpoints.value.findIndex(({ member }) => member.node === surroundings.node.id);
  const here = endpoints.value[index];
  if (here === undefined) return accept([]);
  const path = `/members/${index}`;
  return accept([
    { path, resource: vxlanLink(spec, here, mtu.value, membership.value, surroundings) },
    ...endpoints.value
      .filter((endpoint) => endpoint !== here)
      .map(({ local }): WantedResource => ({ path, resource: floodEntry(surroundings, local) })),
    ...hostResources(here.member, surroundings, path),
  ]);
}

/** One MTU for the whole segment: what the contract says, or what fits every member. Never cut down silently. */
function segmentMtu(
  spec: VxlanSpec,
  endpoints: readonly Endpoint[],
): Result<number, 'mtu-above-underlay'> {
  const tightest = endpoints.reduce((least, entry) =>
    entry.largestMtu < least.largestMtu ? entry : least,
  );
  const { largestMtu, member } = tightest;
  if (spec.mtu === undefined || spec.mtu <= largestMtu) return accept(spec.mtu ?? largestMtu);
  return refuse({
    code: 'mtu-above-underlay',
    path: '/mtu',
    detail: `MTU ${spec.mtu} and the encapsulation do not fit underlay '${member.underlay}' of host '${member.node}': the most is ${largestMtu}`,
  });
}

function vxlanLink(
  spec: VxlanSpec,
  { member, local }: Endpoint,
  mtu: number,
  membership: Membership,
  { owner, interfaceName }: Surroundings,
): VxlanLink {
  return {
    type: 'link',
    kind: 'vxlan',
    name: interfaceName,
    owner,
    mtu,
    ...membership,
    up: true,
    ipv6: usesIpv6(member),
    vxlan: {
      vni: spec.vni,
      port: spec.port ?? 4789,
      underlay: member.underlay,
      local,
      learning: spec.learning ?? true,
      ttl: spec.ttl ?? 0,
      tos: spec.tos ?? 0,
      df: spec.df ?? 'unset',
      udpChecksum: spec.udpChecksum ?? true,
    },
  };
}

function floodEntry(
  { owner, interfaceName }: Surroundings,
  destination: Endpoint['local'],
): WantedResource['resource'] {
  return { type: 'fdb', link: interfaceName, mac: floodMac, destination, owner };
}
