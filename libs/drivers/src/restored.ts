import { bridgeDefaults, type BridgeOptions } from './bridge-link.js';
import { portDefaults, type BridgePortOptions } from './bridge-port.js';
import type { InterfaceName } from './names.js';
import type { LinkResource, PortResource, Resource } from './resource.js';
import { defaultVlanTable } from './vlan-table.js';

/**
 * A wanted object with the kernel's default in the place of every bridge or port option that the version before asked
 * for and this one no longer mentions. What no version ever mentioned stays as it is.
 */
export function withRestoredDefaults(
  wanted: Resource,
  previous: Resource | undefined,
  defaultPvidOf: (bridge: InterfaceName) => number,
): Resource {
  if (previous === undefined || !(isMember(wanted) && isMember(previous))) return wanted;
  const port = restoredPort(wanted, previous, defaultPvidOf);
  const restored = port === undefined ? wanted : { ...wanted, port };
  if (restored.type !== 'link' || restored.kind !== 'bridge') return restored;
  if (previous.type !== 'link' || previous.kind !== 'bridge') return restored;
  const defaults = { ...bridgeDefaults, vlans: defaultVlanTable(defaultPvidOf(restored.name)) };
  return { ...restored, bridge: restoredBridge(restored.bridge, previous.bridge, defaults) };
}

function isMember(resource: Resource): resource is LinkResource | PortResource {
  return resource.type === 'link' || resource.type === 'port';
}

function restoredPort(
  wanted: LinkResource | PortResource,
  previous: LinkResource | PortResource,
  defaultPvidOf: (bridge: InterfaceName) => number,
): BridgePortOptions | undefined {
  // Out of its bridge, or in another one, a port is a new one.
  if (wanted.master == null || wanted.master !== previous.master) return wanted.port;
  if (previous.port === undefined) return wanted.port;
  const defaults = { ...portDefaults, vlans: defaultVlanTable(defaultPvidOf(wanted.master)) };
  return { ...dropped(previous.port, defaults), ...wanted.port };
}

function restoredBridge(
  wanted: BridgeOptions,
  previous: BridgeOptions,
  defaults: Required<BridgeOptions>,
): BridgeOptions {
  return { ...dropped(previous, defaults), ...wanted };
}

/** The defaults of what was asked for. */
function dropped<Options extends object>(
  previous: Partial<Options>,
  defaults: Options,
): Partial<Options> {
  const asked = Object.entries(defaults).filter(([name]) => Object.hasOwn(previous, name));
  return Object.fromEntries(asked) as Partial<Options>;
}
