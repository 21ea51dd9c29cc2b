import { bridgeDefaults, type BridgeOptions } from './bridge-link.js';
import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import {
  identityOf,
  linkIdentity,
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
  const target = new Map<Identity, Resource | null>(
    restored(wanted, previous, host).map((resource) => [identityOf(resource), resource]),
  );
  const former = [...previous.map(({ resource }) => resource), ...host.ownedBy(contract)];
  for (const identity of former.map(identityOf)) {
    const observed = host.resource(identity);
    if (!target.has(identity) && observed !== undefined && belongsTo(contract, observed, host)) {
      target.set(identity, null);
    }
  }
  return target;
}

/** What is wanted, with defaults for what the version before wanted besides. */
function restored(
  wanted: readonly WantedResource[],
  previous: readonly WantedResource[],
  host: HostIndex,
): readonly Resource[] {
  const former = new Map(previous.map(({ resource }) => [identityOf(resource), resource]));
  const future = new Map(wanted.map(({ resource }) => [identityOf(resource), resource]));
  const defaultPvidOf = (name: InterfaceName): number => {
    const asked = optionsOf(future.get(linkIdentity(name)));
    const wasAsked = optionsOf(former.get(linkIdentity(name)))?.defaultPvid !== undefined;
    const now = wasAsked ? undefined : optionsOf(host.link(name)?.resource)?.defaultPvid;
    return asked?.defaultPvid ?? now ?? bridgeDefaults.defaultPvid;
  };
  return wanted.map(({ resource }) =>
    withRestoredDefaults(resource, former.get(identityOf(resource)), defaultPvidOf),
  );
}

function optionsOf(resource: Resource | undefined): BridgeOptions | undefined {
  return resource?.type === 'link' && resource.kind === 'bridge' ? resource.bridge : undefined;
}

/**
 * Whether a contract may change or remove an object: only what carries its mark. A port carries none: its membership
 * belongs to whom the bridge belongs to.
 */
export function belongsTo(contract: string, observed: Resource, host: HostIndex): boolean {
  const marked = observed.type === 'port' ? host.link(observed.master)?.resource : observed;
  return marked?.owner?.contract === contract;
}
