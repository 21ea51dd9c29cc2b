import { familyOf } from './addresses.js';
import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import { rememberByObject } from './remember.js';
import {
  identityOf,
  linkIdentity,
  type AddressResource,
  type Identity,
  type Resource,
  type RouteResource,
  type WantedResource,
} from './resource.js';

type Objects = ReadonlyMap<Identity, Resource | null>;

/**
 * A target with what `hostAddresses` asks for besides: addresses and routes of nobody go from a port to its bridge, and
 * come back when the port leaves or no longer asks for it. They stay nobody's: a daemon that made them may know them.
 * The very same map where nobody asks.
 */
export function withMovedAddresses(
  asked: Objects,
  wanted: readonly WantedResource[],
  previous: readonly WantedResource[],
  host: HostIndex,
): Objects {
  const [now, formerly] = [moversIn(wanted), moversIn(previous)];
  if (now.size + formerly.size === 0) return asked;
  const moved = new Map<Identity, Resource | null>();
  for (const [port, bridge] of formerly) {
    if (now.get(port) !== bridge) addMoves(moved, { from: bridge, to: port }, host);
  }
  for (const [port, bridge] of now) addMoves(moved, { from: port, to: bridge }, host);
  const target = new Map([...moved, ...asked]);
  for (const bridge of now.values()) {
    if (needsIpv6(bridge, target, host)) switchIpv6On(bridge, target);
  }
  return target;
}

type Movers = ReadonlyMap<InterfaceName, InterfaceName>;

/** The ports that give their addresses to their bridges. */
const moversIn = rememberByObject(
  (wanted: readonly WantedResource[]): Movers =>
    new Map(
      wanted.flatMap(({ resource, hostAddresses }) =>
        resource.type === 'port' && hostAddresses === 'move'
          ? [[resource.link, resource.master] as const]
          : [],
      ),
    ),
);

interface Move {
  readonly from: InterfaceName;
  readonly to: InterfaceName;
}

function addMoves(moved: Map<Identity, Resource | null>, move: Move, host: HostIndex): void {
  for (const address of host.addressesOf(move.from).filter(isOfNobody)) {
    const there = { ...address, link: move.to };
    moved.set(identityOf(address), null);
    moved.set(identityOf(there), host.resource(identityOf(there)) ?? there);
  }
  for (const route of routesOf(move.from, host)) {
    moved.set(identityOf(route), { ...route, link: move.to });
  }
}

function isOfNobody({ owner }: AddressResource | RouteResource): boolean {
  return owner === undefined;
}

/** RTPROT_RA: the kernel makes it of what a router tells on this very link. */
const fromRouter = 9;

function routesOf(link: InterfaceName, host: HostIndex): readonly RouteResource[] {
  return host
    .dependents(link)
    .filter((entry) => entry.type === 'route')
    .filter((route) => isOfNobody(route) && route.protocol !== fromRouter);
}

/** Also what has been moved before needs it. */
function needsIpv6(bridge: InterfaceName, target: Objects, host: HostIndex): boolean {
  const standing = host
    .addressesOf(bridge)
    .filter((entry) => target.get(identityOf(entry)) !== null);
  const coming = [...target.values()].filter((entry) => entry?.type === 'address');
  return [...standing, ...coming.filter(({ link }) => link === bridge)].some(
    ({ address }) => familyOf(address) === 'ipv6',
  );
}

function switchIpv6On(bridge: InterfaceName, target: Map<Identity, Resource | null>): void {
  const identity = linkIdentity(bridge);
  const link = target.get(identity);
  if (link?.type === 'link' && !link.ipv6) target.set(identity, { ...link, ipv6: true });
}
