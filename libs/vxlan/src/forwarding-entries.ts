import {
  fdbKey,
  floodMac,
  scopeOf,
  vniRanges,
  vniTable,
  type FdbResource,
  type InterfaceName,
  type IpAddress,
  type Surroundings,
  type VniRange,
} from '#drivers';
import type { Endpoint } from './endpoints.js';
import { filterOf } from './shared-device.js';
import type { VxlanSpec } from './vxlan-spec.js';

type Destination = Pick<FdbResource, 'destination' | 'port' | 'vni' | 'via' | 'sourceVnis'>;

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
    ...folded(
      stations(spec, here, endpoints).map(({ mac, ...destination }) => entry(mac, destination)),
    ),
  ];
}

/** A station that is behind one end in several VNIs is one entry. */
function folded(entries: readonly FdbResource[]): readonly FdbResource[] {
  const folds = new Map<string, FdbResource>();
  for (const { sourceVnis, ...entry } of entries) {
    const known = folds.get(fdbKey(entry))?.sourceVnis ?? vniTable([]);
    const ranges = [...vniRanges(known), ...vniRanges(sourceVnis ?? vniTable([]))];
    const vnis = ranges.length === 0 ? {} : { sourceVnis: vniTable(ranges) };
    folds.set(fdbKey(entry), { ...entry, ...vnis });
  }
  return [...folds.values()];
}

/** The group of the segment; undefined: it has none. */
export function groupOf({ flood }: VxlanSpec): IpAddress | undefined {
  return typeof flood === 'object' ? flood.group : undefined;
}

function floodList(
  spec: VxlanSpec,
  here: Endpoint,
  endpoints: readonly Endpoint[],
): readonly Destination[] {
  const { flood = 'headEnd', peers = [], vnis } = spec;
  const others = flood === 'headEnd' ? endpoints.filter((endpoint) => endpoint !== here) : [];
  const single = [
    ...others.flatMap(({ reachedAt }) =>
      reachedAt === undefined ? [] : [{ destination: reachedAt }],
    ),
    ...peers.map(({ address, ...parts }) => destinationOf(address, parts, here)),
  ];
  if (vnis === undefined) {
    const group = groupOf(spec);
    return [...(group === undefined ? [] : [groupEntry(group, here)]), ...single];
  }
  const filter = vniRanges(filterOf(vnis, groupOf(spec)));
  return [...groupEntries(filter, here), ...ofVnisWithoutGroup(single, filter)];
}

/** The kernel has a flood list for every VNI of a shared device. */
function ofVnisWithoutGroup(
  destinations: readonly Destination[],
  filter: readonly VniRange[],
): readonly Destination[] {
  const sourceVnis = vniTable(filter.filter(({ group }) => group === undefined));
  if (sourceVnis === '') return [];
  return destinations.map((destination) => ({ ...destination, sourceVnis }));
}

function groupEntries(filter: readonly VniRange[], here: Endpoint): readonly Destination[] {
  const groups = new Set(filter.flatMap(({ group }) => group ?? []));
  return Array.from(groups, (group) => {
    const ranges = filter.filter((range) => range.group === group);
    const sourceVnis = vniTable(ranges.map(({ first, last }) => ({ first, last })));
    return { ...groupEntry(group, here), sourceVnis };
  });
}

/** As the kernel itself writes it when it makes the link, or adds the VNI. */
function groupEntry(group: IpAddress, { member }: Endpoint): Destination {
  return { destination: group, ...(member.underlay !== undefined && { via: member.underlay }) };
}

function stations(
  { fdb = [], device }: VxlanSpec,
  here: Endpoint,
  endpoints: readonly Endpoint[],
): readonly (Destination & Pick<FdbResource, 'mac'>)[] {
  return fdb.flatMap(({ mac, member, address, vni, ...parts }) => {
    const end = endpoints.find((endpoint) => endpoint.member.node === member);
    const target = end === undefined ? address : end.reachedAt;
    if (target === undefined || end === here || target === here.reachedAt) return [];
    if (device === undefined || vni === undefined) {
      return [{ mac, ...destinationOf(target, { ...parts, vni }, here) }];
    }
    const sourceVnis = vniTable([{ first: vni, last: vni }]);
    return [{ mac, ...destinationOf(target, parts, here), sourceVnis }];
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
