import {
  familyOf,
  ipBytes,
  splitCidr,
  type Cidr,
  type Family,
  type IpAddress,
} from './addresses.js';
import { scopeOf } from './address-scope.js';
import type { HostState } from './host-state.js';
import type { InterfaceName } from './names.js';
import type { RouteResource } from './resource.js';

/** Whom a host must go on to reach: an address, or (`default`) whoever its default routes lead to. */
export type Uplink = IpAddress | 'default';

/** How packets leave the host towards somebody. */
export interface Way {
  readonly family: Family;
  readonly link: InterfaceName;
  /** The neighbour to which they are sent: a gateway, or the receiver itself; absent: whoever is at the other end. */
  readonly neighbour?: IpAddress;
}

/** What a host knows of the ways out of it. */
export type Routing = Pick<HostState, 'addresses' | 'routes'>;

/**
 * The ways to an uplink: the one of the longest prefix and least metric of the main table, as the kernel chooses it, and
 * for default routes one in each family. None: the uplink is the host itself, or not to be reached.
 */
export function waysTo(uplink: Uplink, routing: Routing): readonly Way[] {
  if (uplink === 'default') {
    return defaultRoutes.flatMap((whole) =>
      best(routing.routes.filter((route) => isMain(route) && route.destination === whole)),
    );
  }
  const isOwn = routing.addresses.some(({ address }) => splitCidr(address).address === uplink);
  if (isOwn || scopeOf(uplink) === 'loopback') return [];
  return best([...connected(uplink, routing), ...routing.routes.filter(isMain)], uplink);
}

const defaultRoutes: readonly string[] = ['0.0.0.0/0', '::/0'];

/** RT_TABLE_MAIN. Other tables count only where rules lead to them, of which nothing is known here. */
function isMain({ table }: RouteResource): boolean {
  return table === 254;
}

type Candidate = Pick<RouteResource, 'destination' | 'metric' | 'via' | 'link'>;

/** The subnets of the host's own addresses, for which the kernel makes routes itself. */
function connected(uplink: IpAddress, { addresses }: Routing): readonly Candidate[] {
  return addresses.map(({ link, address }) => ({
    destination: address,
    metric: 0,
    via: uplink,
    link,
  }));
}

function best(candidates: readonly Candidate[], uplink?: IpAddress): readonly Way[] {
  const fitting = candidates.filter(
    ({ destination }) => uplink === undefined || isWithin(uplink, destination),
  );
  const [first] = fitting.toSorted(
    (left, right) =>
      splitCidr(right.destination).prefixLength - splitCidr(left.destination).prefixLength ||
      left.metric - right.metric,
  );
  if (first?.link === undefined) return [];
  const family = familyOf(first.destination);
  return [{ family, link: first.link, ...(first.via !== undefined && { neighbour: first.via }) }];
}

export function isWithin(address: IpAddress, network: Cidr): boolean {
  const { address: base, prefixLength } = splitCidr(network);
  if (familyOf(base) !== familyOf(address)) return false;
  return leadingBits(address, prefixLength) === leadingBits(base, prefixLength);
}

function leadingBits(address: IpAddress, length: number): bigint {
  const bytes = ipBytes(address);
  return BigInt(`0x${bytes.toString('hex')}`) >> BigInt(bytes.length * 8 - length);
}
