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
import type { AddressResource, RouteResource, RuleResource } from './resource.js';

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
export type Routing = Pick<HostState, 'addresses' | 'routes' | 'rules'>;

/**
 * The ways to an uplink: the one of the longest prefix and least metric of the main table, as the kernel chooses it, unless
 * a rule leads elsewhere before; for default routes one in each family. None: the uplink is the host itself, or not to be
 * reached.
 */
export function waysTo(uplink: Uplink, routing: Routing): readonly Way[] {
  if (uplink === 'default') {
    return defaultRoutes.flatMap((whole) =>
      waysIn(routing, whole, (table) =>
        routing.routes.filter((route) => route.table === table && route.destination === whole),
      ),
    );
  }
  const isOwn = routing.addresses.some(({ address }) => splitCidr(address).address === uplink);
  if (isOwn || scopeOf(uplink) === 'loopback') return [];
  const whole = `${uplink}/${familyOf(uplink) === 'ipv4' ? 32 : 128}` as Cidr;
  return waysIn(routing, whole, (table) => {
    const own = table === mainTable ? connected(uplink, routing) : [];
    const routes = routing.routes.filter((route) => route.table === table);
    return [...own, ...routes].filter(({ destination }) => isWithin(uplink, destination));
  });
}

const defaultRoutes = ['0.0.0.0/0', '::/0'] as unknown as readonly Cidr[];

/** RT_TABLE_MAIN. */
const mainTable = 254;

/** @param candidates the routes of a table that lead to the destination */
function waysIn(
  routing: Routing,
  destination: Cidr,
  candidates: (table: number) => readonly Candidate[],
): readonly Way[] {
  const usual = best(candidates(mainTable));
  const sources = routing.addresses.filter(({ link }) => usual.some((way) => way.link === link));
  const rules = (routing.rules ?? []).toSorted((left, right) => left.priority - right.priority);
  for (const rule of rules) {
    if (!catches(rule, destination, sources)) continue;
    if (rule.action !== 'lookup') return [];
    const found = candidates(rule.table ?? mainTable);
    if (found.length > 0) return best(found);
  }
  return usual;
}

/** Whether packets of the host itself go by a rule: those without a mark, from addresses of the link by which they leave. */
function catches(
  { family, from, to, iif, oif, fwmark = 0, fwmask = 0 }: RuleResource,
  destination: Cidr,
  sources: readonly AddressResource[],
): boolean {
  if (family !== familyOf(destination) || oif !== undefined) return false;
  if ((iif !== undefined && iif !== 'lo') || (fwmark & fwmask) !== 0) return false;
  const { address, prefixLength } = splitCidr(destination);
  const isTo =
    to === undefined || (splitCidr(to).prefixLength <= prefixLength && isWithin(address, to));
  if (!isTo || from === undefined) return isTo;
  return sources.some((source) => isWithin(splitCidr(source.address).address, from));
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

function best(candidates: readonly Candidate[]): readonly Way[] {
  const [first] = candidates.toSorted(
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
