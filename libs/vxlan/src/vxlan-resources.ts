import { accept, refuse, type Result } from '#contract';
import {
  hostResources,
  membershipOf,
  mssClampTable,
  usesIpv6,
  type DriverProblemCode,
  type Membership,
  type Surroundings,
  type VxlanLink,
  type VxlanOptions,
  type WantedResource,
} from '#drivers';
import { segmentEndpoints, type Endpoint } from './endpoints.js';
import { forwardingEntries, groupOf } from './forwarding-entries.js';
import { filterOf, tunnelPort } from './shared-device.js';
import { endpointsThrough, passageLink, passagesBefore } from './through-passages.js';
import type { VxlanSpec } from './vxlan-spec.js';

/** What a segment needs on one host: the link and what it has to know of the other ends. */
export function vxlanResources(
  spec: VxlanSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[], DriverProblemCode> {
  const endpoints =
    spec.through === undefined
      ? segmentEndpoints(spec, surroundings.charterNode)
      : endpointsThrough(spec, surroundings);
  if (!endpoints.ok) return endpoints;
  const mtu = segmentMtu(spec, endpoints.value);
  if (!mtu.ok) return mtu;
  const index = endpoints.value.findIndex(({ member }) => member.node === surroundings.node.id);
  const here = endpoints.value[index];
  const path = `/members/${index}`;
  const asked = membershipOf(spec, surroundings, here?.member, path);
  if (!asked.ok) return asked;
  const membership = withTunnels(asked.value, spec);
  if (here === undefined) return accept([]);
  return accept([
    {
      path,
      resource: vxlanLink(spec, here, mtu.value, membership, surroundings),
      ...(here.source !== undefined && { localFrom: here.source }),
      ...(spec.through !== undefined && { after: passagesBefore(spec, surroundings) }),
    },
    ...forwardingEntries(spec, here, endpoints.value, surroundings).map((resource) => ({
      path,
      resource,
    })),
    ...hostResources(here.member, surroundings, path),
    ...clampResources(spec, mtu.value, surroundings),
  ]);
}

/** The VLANs of a shared device are those of its map, unless the contract says which. */
function withTunnels(membership: Membership, { vnis = [] }: VxlanSpec): Membership {
  const port = tunnelPort(vnis);
  return port === undefined ? membership : { ...membership, port: { ...port, ...membership.port } };
}

/** Of a segment in a bridge, the bridge passes on what goes through it; into any other one, the host routes. */
function clampResources(
  { mssClamp, attach }: VxlanSpec,
  mtu: number,
  { interfaceName: link, owner }: Surroundings,
): readonly WantedResource[] {
  if (mssClamp === undefined) return [];
  const family = attach === undefined ? 'inet' : 'bridge';
  return [{ path: '/mssClamp', resource: mssClampTable({ link, mtu, family }, owner) }];
}

/** One MTU for the whole segment: what the contract says, or what fits every member. Never cut down silently. */
function segmentMtu(
  spec: VxlanSpec,
  endpoints: readonly Endpoint[],
): Result<number, 'mtu-above-underlay'> {
  const tightest = endpoints.reduce((least, entry) =>
    entry.largestMtu < least.largestMtu ? entry : least,
  );
  const { largestMtu, member, local } = tightest;
  if (spec.mtu === undefined || spec.mtu <= largestMtu) return accept(spec.mtu ?? largestMtu);
  return refuse({
    code: 'mtu-above-underlay',
    path: '/mtu',
    detail: `MTU ${spec.mtu} and the encapsulation do not fit underlay '${member.underlay ?? local}' of host '${member.node}': the most is ${largestMtu}`,
  });
}

function vxlanLink(
  spec: VxlanSpec,
  { member, local }: Endpoint,
  mtu: number,
  membership: Membership,
  surroundings: Surroundings,
): VxlanLink {
  const { owner, interfaceName } = surroundings;
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
      vni: spec.vni ?? 0,
      port: spec.port ?? 4789,
      underlay: member.underlay ?? passageLink(spec, surroundings),
      local,
      learning: spec.learning ?? true,
      ttl: spec.ttl === 'inherit' ? 0 : (spec.ttl ?? 0),
      tos: spec.tos ?? 0,
      df: spec.df ?? 'unset',
      udpChecksum: spec.udpChecksum ?? true,
      ...optionsAsked(spec),
      ...(spec.vnis !== undefined && {
        external: true,
        vniFilter: true,
        vnis: filterOf(spec.vnis, groupOf(spec)),
      }),
    },
  };
}

/** The options of which the contract speaks; the rest is left as the kernel has it. */
function optionsAsked(spec: VxlanSpec): Partial<VxlanOptions> {
  const { flood, ttl, ageingTime, sourcePorts } = spec;
  const named = sameNames.flatMap((name) => {
    const value = spec[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...(typeof flood === 'object' && spec.vnis === undefined && { group: flood.group }),
    ...(ttl === 'inherit' && { ttlInherit: true }),
    ...(ageingTime !== undefined && { ageing: ageingTime }),
    ...(sourcePorts !== undefined && {
      sourcePorts: `${sourcePorts.first}-${sourcePorts.last}` as const,
    }),
    ...Object.fromEntries(named),
  };
}

const sameNames = [
  'maxAddresses',
  'flowLabel',
  'arpProxy',
  'shortCircuit',
  'l2Miss',
  'l3Miss',
  'groupPolicy',
] as const satisfies readonly (keyof VxlanSpec & keyof VxlanOptions)[];
