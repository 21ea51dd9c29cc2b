import type { Problem } from '#contract';
import { scopeOf } from './address-scope.js';
import { isWithin } from './addresses.js';
import type { Outlook } from './outlook.js';
import { identityOf, type RouteResource } from './resource.js';
import { belongsTo } from './target.js';

type RouteProblem = Problem<'route-conflict' | 'route-gateway-unknown' | 'local-address-unknown'>;

/** Why a route can't be made: the kernel would refuse it, or somebody else has it. */
export function routeProblems(
  wanted: RouteResource,
  path: string,
  outlook: Outlook,
): readonly RouteProblem[] {
  return [
    ...conflictProblems(wanted, path, outlook),
    ...gatewayProblems(wanted, path, outlook),
    ...sourceProblems(wanted, path, outlook),
  ];
}

function conflictProblems(
  wanted: RouteResource,
  path: string,
  { contract, host }: Outlook,
): readonly RouteProblem[] {
  const observed = host.resource(identityOf(wanted));
  if (observed?.type !== 'route' || belongsTo(contract, observed, host)) return [];
  return [
    {
      code: 'route-conflict',
      path,
      detail: `the host has a route to ${wanted.destination} of metric ${wanted.metric} in table ${wanted.table} that this contract does not own: choose another metric or table`,
    },
  ];
}

/** The kernel wants a router to be on the very link (`fib_check_nh`, `ip6_route_check_nh`). */
function gatewayProblems(
  { via, link, onLink, destination }: RouteResource,
  path: string,
  { addressesOn }: Outlook,
): readonly RouteProblem[] {
  if (via === undefined || link === undefined || onLink) return [];
  if (scopeOf(via) === 'link') return [];
  if (addressesOn(link).some((address) => isWithin(via, address))) return [];
  return [
    {
      code: 'route-gateway-unknown',
      path: `${path}/via`,
      detail: `the way to ${destination} leads by way of ${via}, which is in no network of interface '${link}': give the interface an address beside it, or say 'onLink'`,
    },
  ];
}

function sourceProblems(
  { source }: RouteResource,
  path: string,
  { hasAddress }: Outlook,
): readonly RouteProblem[] {
  if (source === undefined || hasAddress(source)) return [];
  return [
    {
      code: 'local-address-unknown',
      path: `${path}/source`,
      detail: `this host does not have the address ${source} from which it would send`,
    },
  ];
}
