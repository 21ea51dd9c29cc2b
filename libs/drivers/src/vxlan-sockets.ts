import type { Problem } from '#contract';
import { familyOf } from './addresses.js';
import type { HostState } from './host-state.js';
import type { InterfaceName } from './names.js';
import { rememberByObject } from './remember.js';
import type { VxlanLink, VxlanOptions, WantedResource } from './resource.js';
import { vxlanDefaults } from './vxlan-link.js';

/** Who receives on a UDP port, and how. */
export interface Receiver {
  readonly name: InterfaceName;
  readonly ways: string;
}

/** By socket and by how they receive: the links that use it. */
type Sockets = Map<string, Map<string, Receiver[]>>;

/** A link that is up and not our own, and that receives in another way by a socket which this link needs too. */
export function otherReceiver(
  wanted: VxlanLink,
  links: HostState['links'],
  isOwn: (name: InterfaceName) => boolean,
): Receiver | undefined {
  return differingReceiver(wanted, socketsIn(links), ({ name }) => !isOwn(name));
}

/**
 * The kernel has one socket for a UDP port in each family and lends it only to links that receive alike
 * (`vxlan_find_sock` in drivers/net/vxlan/vxlan_core.c); any other one does not come up (EADDRINUSE).
 */
export function socketProblems(
  wanted: VxlanLink,
  path: string,
  other: Receiver | undefined,
): readonly Problem<'udp-port-conflict'>[] {
  if (other === undefined) return [];
  const { name, ways } = needsOf(wanted);
  const detail = `'${name}' would receive on UDP port ${wanted.vxlan.port} ${ways}, and '${other.name}' does so ${other.ways}: choose another port`;
  return [{ code: 'udp-port-conflict', path, detail }];
}

/** The same within one contract; the later one is at fault. */
export function sharedSocketProblems(
  wanted: readonly WantedResource[],
): readonly Problem<'udp-port-conflict'>[] {
  const sockets: Sockets = new Map();
  return wanted.flatMap(({ resource, path }) => {
    if (resource.type !== 'link' || resource.kind !== 'vxlan') return [];
    const other = differingReceiver(resource, sockets, () => true);
    addReceiver(resource, sockets);
    return socketProblems(resource, path, other);
  });
}

const socketsIn = rememberByObject((links: HostState['links']): Sockets => {
  const sockets: Sockets = new Map();
  for (const { resource } of links) {
    if (resource.kind === 'vxlan' && resource.up) addReceiver(resource, sockets);
  }
  return sockets;
});

function addReceiver(link: VxlanLink, sockets: Sockets): void {
  const { keys, ...receiver } = needsOf(link);
  for (const key of keys) {
    const byWays = sockets.get(key) ?? new Map<string, Receiver[]>();
    sockets.set(key, byWays);
    const alike = byWays.get(receiver.ways);
    if (alike === undefined) byWays.set(receiver.ways, [receiver]);
    else alike.push(receiver);
  }
}

function differingReceiver(
  wanted: VxlanLink,
  sockets: Sockets,
  isMeant: (receiver: Receiver) => boolean,
): Receiver | undefined {
  const { keys, ways } = needsOf(wanted);
  return keys
    .flatMap((key) => [...(sockets.get(key) ?? [])])
    .flatMap(([others, receivers]) => (others === ways ? [] : receivers))
    .find(isMeant);
}

/** The sockets that a link needs, and how it receives by them. */
const needsOf = rememberByObject((link: VxlanLink): Receiver & { keys: readonly string[] } => ({
  name: link.name,
  ways: waysOf(link.vxlan),
  keys: socketsOf(link),
}));

/** A link that serves many VNIs listens in both families (`vxlan_sock_add`). */
function socketsOf({ vxlan: { local, port, external } }: VxlanLink): readonly string[] {
  const families = external === true ? (['ipv4', 'ipv6'] as const) : [familyOf(local)];
  return families.map((family) => `${family} ${port}`);
}

/** VXLAN_F_RCV_FLAGS of include/net/vxlan.h, in words. */
function waysOf({ local, ...options }: VxlanOptions): string {
  const { groupPolicy, external, vniFilter } = { ...vxlanDefaults, ...options };
  const { acceptsZeroChecksum = familyOf(local) === 'ipv6' } = options;
  return [
    acceptsZeroChecksum ? 'also without checksums' : 'with the usual checksums',
    groupPolicy ? 'with group policies' : 'without group policies',
    external ? `for many VNIs${vniFilter ? ' of a filter' : ''}` : 'for one VNI at each interface',
  ].join(' and ');
}
