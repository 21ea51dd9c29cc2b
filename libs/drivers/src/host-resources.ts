import { familyOf } from './addresses.js';
import type { Surroundings } from './driver.js';
import type { HostMember, RouteSpec } from './host-fields.js';
import { ownProtocol } from './mark.js';
import type { RouteResource, WantedResource } from './resource.js';
import { ruleResources } from './rule-resources.js';

/** RT_TABLE_MAIN. */
export const mainTable = 254;
/** IP6_RT_PRIO_USER: what the kernel takes for an IPv6 metric of 0. */
const usualIpv6Metric = 1024;

/** The addresses, routes and rules that a member asks for on its interface. Paths lie below `base`, which is the member's. */
export function hostResources(
  { addresses = [], routes = [], rules = [], vrf = '' }: HostMember,
  { owner, interfaceName, neighbour }: Pick<Surroundings, 'owner' | 'interfaceName' | 'neighbour'>,
  base: string,
  table = neighbour(vrf)?.table ?? mainTable,
): readonly WantedResource[] {
  return [
    ...addresses.map((address, place): WantedResource => ({
      path: `${base}/addresses/${place}`,
      resource: { type: 'address', link: interfaceName, address, owner },
    })),
    ...routes.map((route, place): WantedResource => ({
      path: `${base}/routes/${place}`,
      resource: { ...routeResource(route, table), ...linkOf(route, interfaceName), owner },
    })),
    ...ruleResources(rules, { owner, interfaceName }, base, table),
  ];
}

function routeResource(
  { to, via, metric = 0, onLink, source, table: own, blackhole, unreachable }: RouteSpec,
  table: number,
): RouteResource {
  return {
    type: 'route',
    destination: to,
    table: own ?? table,
    metric: metric === 0 && familyOf(to) === 'ipv6' ? usualIpv6Metric : metric,
    ...(via !== undefined && { via }),
    ...(onLink && { onLink }),
    ...(source !== undefined && { source }),
    ...(blackhole && { deadEnd: 'blackhole' }),
    ...(unreachable && { deadEnd: 'unreachable' }),
    protocol: ownProtocol,
  };
}

/** A route that leads nowhere leads over no interface. */
function linkOf(
  { blackhole, unreachable }: RouteSpec,
  link: Surroundings['interfaceName'],
): Pick<RouteResource, 'link'> {
  return blackhole === true || unreachable === true ? {} : { link };
}
