import { accept, pointer, type Result } from '#contract';
import {
  familyOf,
  genericPart,
  hostResources,
  ownProtocol,
  type DriverProblemCode,
  type HostMember,
  type Cidr,
  type IpAddress,
  type RouteResource,
  type LinkResource,
  type Surroundings,
  type WantedResource,
} from '#drivers';
import type { IpsecSpec } from './ipsec-spec.js';
import { connection } from './tunnel-connection.js';
import { tunnelEnds, type TunnelEnds } from './tunnel-ends.js';
import { tunnelMtu } from './tunnel-mtu.js';
import { tunnelRules } from './tunnel-rules.js';
import { interfaceIdOf, xfrmKind } from './xfrm-kind.js';

/** RT_TABLE_MAIN. */
const mainTable = 254;
/** Worse than any route that leads somewhere. */
const lastMetric = 0x7fff_ffff;

/** What a tunnel needs on one host: its interface, the routes into it, what guards them, and the daemon's connection. */
export function ipsecResources(
  spec: IpsecSpec,
  surroundings: Surroundings,
): Result<readonly WantedResource[], DriverProblemCode> {
  const ends = tunnelEnds(spec, surroundings);
  if (!ends.ok) return ends;
  if (ends.value === undefined) return accept([]);
  const path = pointer('members', ends.value.index);
  if (spec.mode === 'policy') {
    return accept([{ path, resource: connection(spec, ends.value, surroundings) }]);
  }
  const mtu = tunnelMtu(spec, ends.value);
  if (!mtu.ok) return mtu;
  return accept([
    { path, resource: tunnelLink(ends.value, mtu.value, surroundings) },
    ...hostResources(hostPart(ends.value), surroundings, path),
    ...routes(ends.value, surroundings).map((resource) => ({ path, resource })),
    { path, resource: rules(ends.value, surroundings) },
    { path, resource: connection(spec, ends.value, surroundings) },
  ]);
}

function tunnelLink(
  { local, remote }: TunnelEnds,
  mtu: number,
  { owner, interfaceName }: Surroundings,
): LinkResource {
  return {
    type: 'link',
    name: interfaceName,
    owner,
    mtu,
    master: null,
    up: true,
    ipv6: [...local.subnets, ...remote.subnets].some((subnet) => familyOf(subnet) === 'ipv6'),
    ...genericPart(xfrmKind, { ifId: interfaceIdOf(owner, interfaceName) }),
  };
}

/** An option that is not given must not be there. */
function hostPart({ member: { addresses } }: TunnelEnds): HostMember {
  return addresses === undefined ? {} : { addresses };
}

/** Into the tunnel; and, should its interface be gone, nowhere. */
function routes(
  { member, remote }: TunnelEnds,
  { owner, interfaceName }: Surroundings,
): readonly WantedResource['resource'][] {
  return remote.subnets.flatMap((destination) => {
    const isIpv6 = familyOf(destination) === 'ipv6';
    const source = sourceFor(destination, member.source);
    const base = {
      type: 'route',
      destination,
      table: mainTable,
      protocol: ownProtocol,
      owner,
    } as const;
    return [
      {
        ...base,
        metric: isIpv6 ? 1024 : 0,
        link: interfaceName,
        ...source,
      },
      { ...base, metric: lastMetric, deadEnd: 'unreachable' as const },
    ];
  });
}

/** The host's own packets of the other family have another source. */
function sourceFor(
  destination: Cidr,
  source: IpAddress | undefined,
): Pick<RouteResource, 'source'> {
  return source !== undefined && familyOf(source) === familyOf(destination) ? { source } : {};
}

function rules(
  { remote }: TunnelEnds,
  { owner, interfaceName }: Surroundings,
): WantedResource['resource'] {
  const exact = remote.subnets.filter((subnet) => !subnet.endsWith('/0'));
  return tunnelRules(owner, interfaceName, exact);
}
