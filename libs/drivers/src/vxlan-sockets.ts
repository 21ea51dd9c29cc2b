import type { Problem } from '#contract';
import { familyOf } from './addresses.js';
import type { HostState } from './host-state.js';
import type { InterfaceName } from './names.js';
import { rememberByObject } from './remember.js';
import type { VxlanLink, WantedResource } from './resource.js';
import { vxlanDefaults } from './vxlan-link.js';

/** Who receives on a UDP port, and how. */
interface Receiver {
  readonly name: InterfaceName;
  readonly ways: string;
}

/** The VXLAN links that are up, by the sockets that they need. */
export type VxlanSockets = ReadonlyMap<string, Receiver>;

type Options = VxlanLink['vxlan'];

/** Those of which `isMeant` is true. */
export function vxlanSockets(
  { links }: HostState,
  isMeant: (name: InterfaceName) => boolean,
): VxlanSockets {
  const meant = links.flatMap(({ resource }) =>
    resource.kind === 'vxlan' && resource.up && isMeant(resource.name) ? [resource] : [],
  );
  return new Map(meant.flatMap((link) => socketsOf(link).map((key) => [key, receiverOf(link)])));
}

/**
 * The kernel has one socket for a UDP port in each family and lends it only to links that receive alike
 * (`vxlan_find_sock` in drivers/net/vxlan/vxlan_core.c); any other one does not come up (EADDRINUSE).
 */
export function socketProblems(
  wanted: VxlanLink,
  path: string,
  sockets: VxlanSockets,
): readonly Problem<'udp-port-conflict'>[] {
  const { name, ways } = receiverOf(wanted);
  const other = socketsOf(wanted)
    .map((key) => sockets.get(key))
    .find((holder) => holder !== undefined && holder.ways !== ways);
  if (other === undefined) return [];
  const detail = `'${name}' would receive on UDP port ${wanted.vxlan.port} ${ways}, and '${other.name}' does so ${other.ways}: choose another port`;
  return [{ code: 'udp-port-conflict', path, detail }];
}

/** The same within one contract; the later one is at fault. */
export function sharedSocketProblems(
  wanted: readonly WantedResource[],
): readonly Problem<'udp-port-conflict'>[] {
  const sockets = new Map<string, Receiver>();
  return wanted.flatMap(({ resource, path }) => {
    if (resource.type !== 'link' || resource.kind !== 'vxlan') return [];
    const problems = socketProblems(resource, path, sockets);
    for (const key of socketsOf(resource)) {
      if (!sockets.has(key)) sockets.set(key, receiverOf(resource));
    }
    return problems;
  });
}

const socketsOf = rememberByObject(({ vxlan }: VxlanLink): readonly string[] => [
  `${familyOf(vxlan.local)} ${vxlan.port}`,
]);

const receiverOf = rememberByObject(({ name, vxlan }: VxlanLink): Receiver => ({
  name,
  ways: waysOf(vxlan),
}));

/** VXLAN_F_RCV_FLAGS of include/net/vxlan.h, in words. */
function waysOf({ local, ...options }: Options): string {
  const { groupPolicy = vxlanDefaults.groupPolicy } = options;
  const { acceptsZeroChecksum = familyOf(local) === 'ipv6' } = options;
  return [
    acceptsZeroChecksum ? 'also without checksums' : 'with the usual checksums',
    groupPolicy ? 'with group policies' : 'without group policies',
  ].join(' and ');
}
