import { bridgeDefaults, type BridgeOptions } from './bridge-link.js';
import { portDefaults, type BridgePortOptions } from './bridge-port.js';
import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import {
  linkIdentity,
  type Identity,
  type LinkResource,
  type PortResource,
  type Resource,
} from './resource.js';
import { defaultVlanTable } from './vlan-table.js';
import { vxlanDefaults } from './vxlan-link.js';

type Objects = ReadonlyMap<Identity, Resource | null>;

/**
 * What is wanted, with the kernel's default in the place of every bridge, VXLAN or port option that the version before asked for
 * and this one no longer mentions. What no version ever mentioned stays as it is. The very same map where there is none.
 */
export function withRestoredDefaults(wanted: Objects, former: Objects, host: HostIndex): Objects {
  const defaultPvidOf = (name: InterfaceName): number => {
    const identity = linkIdentity(name);
    const wasAsked = optionsOf(former.get(identity))?.defaultPvid !== undefined;
    const now = wasAsked ? undefined : optionsOf(host.link(name)?.resource)?.defaultPvid;
    return optionsOf(wanted.get(identity))?.defaultPvid ?? now ?? bridgeDefaults.defaultPvid;
  };
  const restored = new Map<Identity, Resource>();
  for (const [identity, before] of former) {
    const asked = wanted.get(identity);
    if (asked == null || before === null || asked === before) continue;
    const whole = restoredResource(asked, before, defaultPvidOf);
    if (whole !== asked) restored.set(identity, whole);
  }
  return restored.size === 0 ? wanted : new Map([...wanted, ...restored]);
}

function optionsOf(resource: Resource | null | undefined): BridgeOptions | undefined {
  return resource?.type === 'link' && resource.kind === 'bridge' ? resource.bridge : undefined;
}

type DefaultPvidOf = (bridge: InterfaceName) => number;

function restoredResource(
  wanted: Resource,
  former: Resource,
  defaultPvidOf: DefaultPvidOf,
): Resource {
  if (!(isMember(wanted) && isMember(former))) return wanted;
  const port = droppedByPort(wanted, former, defaultPvidOf);
  const ported = port === undefined ? wanted : { ...wanted, port: { ...port, ...wanted.port } };
  if (ported.type !== 'link' || former.type !== 'link') return ported;
  return restoredLink(withRestoredMaster(ported, former), former, defaultPvidOf);
}

/** One that named its master, as a member of a VRF does, and names none is in none. */
function withRestoredMaster(wanted: LinkResource, { master }: LinkResource): LinkResource {
  return master != null && wanted.master === undefined ? { ...wanted, master: null } : wanted;
}

function restoredLink(
  wanted: LinkResource,
  former: LinkResource,
  defaultPvidOf: DefaultPvidOf,
): LinkResource {
  if (wanted.kind === 'vxlan' && former.kind === 'vxlan') {
    const options = dropped(wanted.vxlan, former.vxlan, vxlanDefaults);
    return options === undefined ? wanted : { ...wanted, vxlan: { ...options, ...wanted.vxlan } };
  }
  if (wanted.kind !== 'bridge' || former.kind !== 'bridge') return wanted;
  const defaults = { ...bridgeDefaults, vlans: defaultVlanTable(defaultPvidOf(wanted.name)) };
  const options = dropped(wanted.bridge, former.bridge, defaults);
  return options === undefined ? wanted : { ...wanted, bridge: { ...options, ...wanted.bridge } };
}

function isMember(resource: Resource): resource is LinkResource | PortResource {
  return resource.type === 'link' || resource.type === 'port';
}

/** Out of its bridge, or in another one, a port is a new one, of which nothing was dropped. */
function droppedByPort(
  { master, port = {} }: LinkResource | PortResource,
  former: LinkResource | PortResource,
  defaultPvidOf: DefaultPvidOf,
): BridgePortOptions | undefined {
  if (master == null || master !== former.master || former.port === undefined) return undefined;
  const defaults = { ...portDefaults, vlans: defaultVlanTable(defaultPvidOf(master)) };
  return dropped(port, former.port, defaults);
}

/** The defaults of what was asked for and is no longer; undefined: all of it is. */
function dropped<Options extends object>(
  wanted: object,
  former: object,
  defaults: Options,
): Partial<Options> | undefined {
  const gone = Object.entries(defaults).filter(
    ([name]) => Object.hasOwn(former, name) && !Object.hasOwn(wanted, name),
  );
  return gone.length === 0 ? undefined : (Object.fromEntries(gone) as Partial<Options>);
}
