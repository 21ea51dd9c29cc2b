import { familyOf } from './addresses.js';
import type { Fall } from './fall.js';
import type { HostIndex } from './host-index.js';
import type { Operation } from './operation.js';
import {
  identityOf,
  linkIdentity,
  type Identity,
  type LinkResource,
  type Resource,
} from './resource.js';
import type { Target } from './target.js';

/** The part of a host that operations touch, as it was before: themselves, and all that is lost while they run. */
export function inverseOf(operations: readonly Operation[], fall: Fall, host: HostIndex): Target {
  const inverse = new Map<Identity, Resource | null>();
  for (const name of fall.keys()) {
    inverse.set(linkIdentity(name), host.link(name)?.resource ?? null);
    for (const dependent of host.dependents(name)) inverse.set(identityOf(dependent), dependent);
  }
  for (const operation of operations) {
    for (const address of lostWithIpv6(operation, host)) inverse.set(identityOf(address), address);
    inverse.set(operation.identity, formerly(operation, host));
  }
  return withoutRedundantPorts(inverse);
}

/**
 * An object as the host had it. Of a link that is only changed, fields that the change does not ask for are left out:
 * a bridge that follows the MTU of its ports would stop doing so if its MTU were written.
 */
function formerly({ action, identity, after }: Operation, host: HostIndex): Resource | null {
  const observed = host.resource(identity);
  if (observed?.type === 'link' && after?.type === 'link' && action === 'change') {
    return onlyAskedFields(observed, after);
  }
  return observed ?? null;
}

function onlyAskedFields(observed: LinkResource, asked: LinkResource): LinkResource {
  const { mtu, mac, master, ...always } = observed;
  return {
    ...always,
    ...(asked.mtu !== undefined && mtu !== undefined && { mtu }),
    ...(asked.mac !== undefined && mac !== undefined && { mac }),
    ...(asked.master !== undefined && master !== undefined && { master }),
  };
}

/** A link whose IPv6 is switched off loses its IPv6 addresses and routes at once (`addrconf_ifdown`). */
function lostWithIpv6({ action, before, after }: Operation, host: HostIndex): readonly Resource[] {
  if (action !== 'change' || before?.type !== 'link' || after?.type !== 'link') return [];
  if (!before.ipv6 || after.ipv6) return [];
  return host.dependents(before.name).filter(isIpv6);
}

function isIpv6(resource: Resource): boolean {
  if (resource.type === 'address') return familyOf(resource.address) === 'ipv6';
  return resource.type === 'route' && familyOf(resource.destination) === 'ipv6';
}

/** The membership of a link that is itself in the target is a field of that link. */
function withoutRedundantPorts(target: ReadonlyMap<Identity, Resource | null>): Target {
  return new Map(
    [...target].filter(([, resource]) => {
      if (resource?.type !== 'port') return true;
      const link = target.get(linkIdentity(resource.link));
      return link?.type !== 'link' || link.master === undefined;
    }),
  );
}
