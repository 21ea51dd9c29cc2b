import { familyOf } from './addresses.js';
import type { Fall } from './fall.js';
import type { HostIndex } from './host-index.js';
import {
  identityOf,
  type AddressResource,
  type Identity,
  type LinkResource,
  type Resource,
} from './resource.js';
import { isIpv6 } from './references.js';
import type { Target } from './target.js';

/**
 * What the target does not name and what has to outlive the change, though the kernel may take it away by the way: the
 * IPv4 addresses beside one that goes.
 */
export function bystanders(fall: Fall, target: Target, host: HostIndex): Target {
  const found = new Map<Identity, Resource>();
  for (const [identity, wanted] of target) {
    const going = wanted === null ? host.resource(identity) : undefined;
    if (going?.type !== 'address' || fall.has(going.link)) continue;
    for (const address of addressesBeside(going, host)) {
      if (!target.has(identityOf(address))) found.set(identityOf(address), address);
    }
  }
  return found;
}

/**
 * The IPv4 addresses of a link from which one is taken. With the first address of a subnet the kernel removes all others
 * of that subnet (`__inet_del_ifa`), unless `promote_secondaries` is set.
 */
export function addressesBeside(
  going: AddressResource,
  host: HostIndex,
): readonly AddressResource[] {
  if (familyOf(going.address) === 'ipv6') return [];
  return host.addressesOf(going.link).filter((entry) => !isIpv6(entry) && entry !== going);
}

/** A link whose IPv6 is switched off loses its IPv6 addresses and routes at once (`addrconf_ifdown`). */
export function lostWithIpv6(link: LinkResource, host: HostIndex): readonly Resource[] {
  return host.dependents(link.name).filter(isIpv6);
}
