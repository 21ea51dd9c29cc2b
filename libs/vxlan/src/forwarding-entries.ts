import {
  floodMac,
  scopeOf,
  type FdbResource,
  type InterfaceName,
  type IpAddress,
  type Surroundings,
} from '#drivers';
import type { Endpoint } from './endpoints.js';
import type { VxlanSpec } from './vxlan-spec.js';

type Destination = Pick<FdbResource, 'destination' | 'port' | 'vni' | 'via'>;

/** What a host has to know of the other ends: where frames for many go, and where the stations are that the contract names. */
export function forwardingEntries(
  spec: VxlanSpec,
  here: Endpoint,
  endpoints: readonly Endpoint[],
  { owner, interfaceName: link }: Surroundings,
): readonly FdbResource[] {
  const entry = (mac: FdbResource['mac'], destination: Destination): FdbResource => ({
    type: 'fdb',
    link,
    mac,
    ...destination,
    owner,
  });
  return [
    ...floodList(spec, here, endpoints).map((destination) => entry(floodMac, destination)),
    ...stations(spec, here, endpoints).map(({ mac, ...destination }) => entry(mac, destination)),
  ];
}

function floodList(
  { flood = 'headEnd', peers = [] }: VxlanSpec,
  here: Endpoint,
  endpoints: readonly Endpoint[],
): readonly Destination[] {
  const others = flood === 'headEnd' ? endpoints.filter((endpoint) => endpoint !== here) : [];
  return [
    ...(typeof flood === 'object' ? groupEntry(flood.group, here) : []),
    ...others.map(({ local }) => ({ destination: local })),
    ...peers.map(({ address, ...parts }) => destinationOf(address, parts, here)),
  ];
}

/** As the kernel itself writes it when it makes the link. */
function groupEntry(group: IpAddress, { member }: Endpoint): readonly Destination[] {
  return [{ destination: group, ...(member.underlay !== undefined && { via: member.underlay }) }];
}

function stations(
  { fdb = [] }: VxlanSpec,
  here: Endpoint,
  endpoints: readonly Endpoint[],
): readonly (Destination & Pick<FdbResource, 'mac'>)[] {
  return fdb.flatMap(({ mac, member, address, ...parts }) => {
    const end = endpoints.find((endpoint) => endpoint.member.node === member);
    const target = end?.local ?? address;
    if (target === undefined || target === here.local) return [];
    return [{ mac, ...destinationOf(target, parts, here) }];
  });
}

interface Parts {
  readonly port?: number | undefined;
  readonly vni?: number | undefined;
  readonly via?: InterfaceName | undefined;
}

/** A link-local address means another station on every interface, so that one has to be named. */
function destinationOf(
  destination: IpAddress,
  { port, vni, via }: Parts,
  { member }: Endpoint,
): Destination {
  const by = via ?? (scopeOf(destination) === 'link' ? member.underlay : undefined);
  return {
    destination,
    ...(by !== undefined && { via: by }),
    ...(port !== undefined && { port }),
    ...(vni !== undefined && { vni }),
  };
}
