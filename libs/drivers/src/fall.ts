import { isBridgeEntry } from './bridge-entry.js';
import { changedFields, needsRecreation } from './compare.js';
import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import { carrierOf, carryingLinks, isIpv6 } from './references.js';
import {
  identityOf,
  linkIdentity,
  type Identity,
  type LinkResource,
  type Resource,
} from './resource.js';
import { belongsTo, type Target } from './target.js';

/** A link that a change takes away: for good, or to make it anew. */
export type Fate = 'goes' | 'returns';

/** Every link that a change takes away, also those that only go because what carries them goes. */
export type Fall = ReadonlyMap<InterfaceName, Fate>;

export function fallOf(contract: string, target: Target, host: HostIndex): Fall {
  const fall = fallOfOwn(contract, target, host);
  // The loop also visits what it adds: a link on top may itself carry links.
  for (const [name, fate] of fall) {
    for (const member of ownMembersOfVrf(contract, name, target, host)) {
      if (!fall.has(member)) fall.set(member, 'returns');
    }
    for (const rider of host.ridersOf(name)) {
      if (fall.has(rider.name)) continue;
      const own = fateOnTop(name, fate, target.get(identityOf(rider)));
      if (own !== undefined) fall.set(rider.name, own);
    }
  }
  return fall;
}

/** The contract's own links that the target takes away, or can have only by making them anew. */
function fallOfOwn(contract: string, target: Target, host: HostIndex): Map<InterfaceName, Fate> {
  const fall = new Map<InterfaceName, Fate>();
  for (const [identity, wanted] of target) {
    const observed = host.resource(identity);
    if (observed?.type !== 'link') continue;
    const isKept =
      wanted !== null &&
      !needsRecreation(changedFields(observed, wanted)) &&
      !(wanted.type === 'link' && changesVrf(observed, wanted, target, host));
    if (isKept || !belongsTo(contract, observed, host)) continue;
    fall.set(observed.name, wanted === null ? 'goes' : 'returns');
  }
  return fall;
}

/**
 * A link that is taken into a VRF or out of it is set down and up (`cycle_netdev` in drivers/net/vrf.c) and loses its IPv6
 * addresses and most of its routes. It is made anew instead, so that all of them come back in the other table.
 */
function changesVrf(
  observed: LinkResource,
  wanted: LinkResource,
  target: Target,
  host: HostIndex,
): boolean {
  const [before, after] = [observed.master ?? null, wanted.master];
  if (after === undefined || after === before) return false;
  return [before, after].some((name) => name !== null && isVrf(name, target, host));
}

function isVrf(name: InterfaceName, target: Target, host: HostIndex): boolean {
  const links = [target.get(linkIdentity(name)), host.link(name)?.resource];
  return links.some((link) => link?.type === 'link' && link.kind === 'vrf');
}

/** The links of a contract that go on without their VRF, or in it when it is made anew. */
function ownMembersOfVrf(
  contract: string,
  name: InterfaceName,
  target: Target,
  host: HostIndex,
): readonly InterfaceName[] {
  if (host.link(name)?.resource.kind !== 'vrf') return [];
  return host.portsOf(name).flatMap(({ link }) => {
    const isWanted = target.get(linkIdentity(link)) != null;
    return isWanted && host.link(link)?.resource.owner?.contract === contract ? [link] : [];
  });
}

/** Whether an object ends although the target does not ask for that, because its carrier falls. */
export function isLost(resource: Resource, fall: Fall): boolean {
  return carryingLinks(resource).some((carrier) => fall.has(carrier));
}

/** What the target does not name and what hangs on links that return: it comes back with them, whoever put it there. */
export function returningWith(fall: Fall, target: Target, host: HostIndex): Target {
  const returning = new Map<Identity, Resource>();
  for (const [name, fate] of fall) {
    if (fate === 'goes') continue;
    for (const dependent of host.dependents(name)) {
      const identity = identityOf(dependent);
      if (target.has(identity) || knowsItsMaster(dependent, target, fall)) continue;
      if (canBear(name, target, dependent)) returning.set(identity, dependent);
    }
  }
  return returning;
}

/** A link of others shares the fate of what it stands on; one that the target moves to another one stays. */
function fateOnTop(
  lower: InterfaceName,
  fate: Fate,
  wanted: Resource | null | undefined,
): Fate | undefined {
  if (wanted == null) return fate;
  return carrierOf(wanted) === lower ? 'returns' : undefined;
}

/** The membership of a link that is planned as a link is a field of that link. */
function knowsItsMaster(dependent: Resource, target: Target, fall: Fall): boolean {
  return (
    dependent.type === 'port' &&
    (target.has(linkIdentity(dependent.link)) || fall.has(dependent.link))
  );
}

/** Whether a link as it is made anew can have what the old one had; one of others is made as it was. */
function canBear(name: InterfaceName, target: Target, dependent: Resource): boolean {
  const link = target.get(linkIdentity(name));
  if (link?.type !== 'link') return true;
  if (dependent.type === 'port')
    return link.kind === 'bridge' || link.kind === 'bond' || link.kind === 'vrf';
  if (dependent.type === 'fdb') return link.kind === 'vxlan';
  if (isBridgeEntry(dependent))
    return name === dependent.bridge || link.master === dependent.bridge;
  return link.ipv6 || !isIpv6(dependent);
}

/** A link as it stands after its bridge has fallen. */
export function freedOf(link: LinkResource, fall: Fall): LinkResource {
  if (link.master == null || !fall.has(link.master)) return link;
  const { port, ...rest } = link;
  return { ...rest, master: null };
}
