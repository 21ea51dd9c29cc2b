import { followsItsPorts } from './bridge-mtu.js';
import { addressesBeside, lostWithIpv6 } from './bystanders.js';
import type { Fall } from './fall.js';
import type { HostIndex } from './host-index.js';
import { entriesLeftBy } from './left-bridges.js';
import type { InterfaceName } from './names.js';
import type { Operation } from './operation.js';
import {
  identityOf,
  linkIdentity,
  type Identity,
  type LinkResource,
  type Resource,
} from './resource.js';
import { shrunkBesides } from './shrunk.js';
import type { Target } from './target.js';

/**
 * The part of a host that operations touch, as it was before: themselves, and all that is lost while they run or could
 * be lost when only some of them succeed.
 */
export function inverseOf(
  operations: readonly Operation[],
  contract: string,
  fall: Fall,
  host: HostIndex,
): Target {
  const inverse = new Map<Identity, Resource | null>();
  for (const name of inDanger(fall, host)) {
    inverse.set(linkIdentity(name), host.link(name)?.resource ?? null);
    for (const dependent of host.dependents(name)) inverse.set(identityOf(dependent), dependent);
  }
  for (const operation of operations) {
    for (const lost of lostBesides(operation, host)) inverse.set(identityOf(lost), lost);
    if (!inverse.has(operation.identity)) {
      inverse.set(operation.identity, formerly(operation, host));
    }
  }
  const besides = [
    ...followersAmong(operations, host),
    ...operations.flatMap((entry) => shrunkBesides(entry, contract, host)),
  ];
  for (const link of besides) {
    if (!inverse.has(identityOf(link))) inverse.set(identityOf(link), link);
  }
  return withoutRedundantPorts(inverse);
}

/** The links that fall, and all on top of them: one that was to be moved away first goes too when the move fails. */
function inDanger(fall: Fall, host: HostIndex): ReadonlySet<InterfaceName> {
  const names = new Set(fall.keys());
  // The loop also visits what it adds.
  for (const name of names) {
    for (const rider of host.ridersOf(name)) names.add(rider.name);
  }
  return names;
}

/**
 * An object as the host had it. Of a link that is only changed or adopted, fields that the change does not ask for are
 * left out: a bridge that follows the MTU of its ports would stop doing so if its MTU were written.
 */
function formerly({ action, identity, after }: Operation, host: HostIndex): Resource | null {
  const observed = host.resource(identity);
  const isInPlace = action === 'change' || action === 'adopt';
  if (observed?.type === 'link' && after?.type === 'link' && isInPlace) {
    return onlyAskedFields(observed, after);
  }
  return observed ?? null;
}

function onlyAskedFields(
  observed: LinkResource,
  asked: Pick<LinkResource, 'mtu' | 'mac' | 'master' | 'port'>,
): LinkResource {
  const { mtu, mac, master, port, ...always } = observed;
  return {
    ...always,
    ...(asked.mtu !== undefined && mtu !== undefined && { mtu }),
    ...(asked.mac !== undefined && mac !== undefined && { mac }),
    ...(asked.master !== undefined && master !== undefined && { master }),
    ...((asked.master !== undefined || asked.port !== undefined) && port !== undefined && { port }),
  };
}

/** Bridges whose MTU goes with that of a port: they are to follow it back too, should theirs have been set meanwhile. */
function followersAmong(
  operations: readonly Operation[],
  host: HostIndex,
): readonly LinkResource[] {
  const names = new Set(
    operations.flatMap(({ before, after }) => [...bridgeOf(before), ...bridgeOf(after)]),
  );
  return [...names].flatMap((name) => {
    const bridge = host.link(name)?.resource;
    return bridge?.kind === 'bridge' && followsItsPorts(name, host)
      ? [onlyAskedFields(bridge, {})]
      : [];
  });
}

function bridgeOf(resource: Resource | null): readonly InterfaceName[] {
  const isMember = resource?.type === 'link' || resource?.type === 'port';
  return isMember && resource.master != null ? [resource.master] : [];
}

/** What the kernel takes away by the way. */
function lostBesides(operation: Operation, host: HostIndex): readonly Resource[] {
  return [...entriesLeftBy(operation, host), ...lostWithoutMoving(operation, host)];
}

function lostWithoutMoving(
  { action, before, after }: Operation,
  host: HostIndex,
): readonly Resource[] {
  if (action === 'delete' && before?.type === 'address') return addressesBeside(before, host);
  if (before?.type !== 'link' || after?.type !== 'link' || action === 'recreate') return [];
  return before.ipv6 && !after.ipv6 ? lostWithIpv6(before, host) : [];
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
