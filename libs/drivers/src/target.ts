import type { HostIndex } from './host-index.js';
import { withMovedAddresses } from './moved-addresses.js';
import type { InterfaceName } from './names.js';
import { ownProtocol } from './mark.js';
import { rememberByObject } from './remember.js';
import {
  identityOf,
  portIdentity,
  type Identity,
  type Resource,
  type WantedResource,
} from './resource.js';
import { withRestoredDefaults } from './restored.js';

/** How a part of a host shall be: each identity with its object, or null where there shall be none. */
export type Target = ReadonlyMap<Identity, Resource | null>;

/**
 * What a contract's change aims at: all that is wanted, and the absence of what the contract had before or what
 * carries its mark and is wanted no longer. Objects of others are never part of it.
 */
export function targetOf(
  contract: string,
  wanted: readonly WantedResource[],
  previous: readonly WantedResource[],
  host: HostIndex,
): Target {
  const former = targetByIdentity(previous);
  const named = targetByIdentity(wanted);
  const restored = named === former ? named : withRestoredDefaults(named, former, host);
  const asked = withMovedAddresses(restored, wanted, previous, host);
  const leaving = new Map<Identity, null>();
  const consider = (resource: Resource): void => {
    const identity = identityOf(resource);
    if (asked.has(identity)) return;
    const observed = host.resource(identity);
    if (observed !== undefined && belongsTo(contract, observed, host)) leaving.set(identity, null);
  };
  for (const { resource } of previous) consider(resource);
  for (const resource of host.ownedBy(contract)) consider(resource);
  return leaving.size === 0 ? asked : new Map([...asked, ...leaving]);
}

const targetByIdentity = rememberByObject(
  (wanted: readonly WantedResource[]): Target =>
    new Map(wanted.map(({ resource }) => [identityOf(resource), resource])),
);

/**
 * A rule, and a route over no link, tell that they are ours and not whose: of two contracts that name one the claims have
 * refused one, so it belongs to the one that does.
 */
function isMarkedAsOurs(observed: Resource): boolean {
  if (observed.type === 'rule') return observed.protocol === ownProtocol;
  return (
    observed.type === 'route' &&
    observed.link === undefined &&
    observed.deadEnd !== undefined &&
    observed.protocol === ownProtocol
  );
}

/**
 * Whether a contract may change or remove an object: only what carries its mark. A port carries none, nor does a static
 * forwarding entry: they belong to whom the bridge belongs to.
 */
export function belongsTo(contract: string, observed: Resource, host: HostIndex): boolean {
  if (isMarkedAsOurs(observed)) return true;
  const bridge = bridgeOf(observed);
  const marked = bridge === undefined ? observed : host.link(bridge)?.resource;
  return marked?.owner?.contract === contract;
}

function bridgeOf(resource: Resource): InterfaceName | undefined {
  if (resource.type === 'port') return resource.master;
  return resource.type === 'bridge-fdb' ? resource.bridge : undefined;
}

/**
 * Whether a contract may change or remove an object that its target names: also addresses and routes of nobody on its own
 * links and on those that it makes ports, which is how they move between the two.
 */
export function mayChange(
  contract: string,
  observed: Resource,
  target: Target,
  host: HostIndex,
): boolean {
  if (belongsTo(contract, observed, host)) return true;
  if (observed.type !== 'address' && observed.type !== 'route') return false;
  const { link, owner } = observed;
  return owner === undefined && link !== undefined && isHeld(contract, link, target, host);
}

function isHeld(contract: string, name: InterfaceName, target: Target, host: HostIndex): boolean {
  const link = host.link(name)?.resource;
  const master = link?.master == null ? undefined : host.link(link.master)?.resource;
  return (
    link?.owner?.contract === contract ||
    master?.owner?.contract === contract ||
    target.get(portIdentity(name))?.type === 'port'
  );
}
