import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import { linkIdentity, type Identity, type LinkResource, type Resource } from './resource.js';
import type { Target } from './target.js';

/** ETH_DATA_LEN: what a bridge without ports has. */
const usualMtu = 1500;

/** The MTU that a wanted bridge has to be given although it asks for none; undefined: none. */
export type MtuReturn = (wanted: LinkResource) => number | undefined;

/**
 * A bridge that asks for no MTU has that of its smallest port. The kernel sees to it until an MTU is set, and knows no
 * way back (BROPT_MTU_SET_BY_USER in net/bridge). Nor does it tell; but a bridge that differs from its ports has had its
 * MTU set, and is given the one that its ports will make it.
 */
export function mtuReturnOf(target: Target, host: HostIndex): MtuReturn {
  let joining: Joining | undefined;
  return ({ name, kind, mtu }) => {
    if (kind !== 'bridge' || mtu !== undefined || followsItsPorts(name, host)) return undefined;
    joining ??= joiningPorts(target);
    const staying = portsOf(name, host).filter((port) => stays(port, name, target));
    return smallestMtu([...staying, ...(joining.get(name) ?? [])], target, host);
  };
}

/** Whether a bridge that stands has the MTU that its ports make it; also true where no bridge of the name stands. */
export function followsItsPorts(name: InterfaceName, host: HostIndex): boolean {
  const observed = host.link(name)?.resource;
  if (observed?.kind !== 'bridge') return true;
  return observed.mtu === smallestMtu(portsOf(name, host), new Map(), host);
}

function portsOf(bridge: InterfaceName, host: HostIndex): readonly InterfaceName[] {
  return host.portsOf(bridge).map(({ link }) => link);
}

/** The ports that a target gives to bridges, by bridge. */
type Joining = ReadonlyMap<InterfaceName, readonly InterfaceName[]>;

function joiningPorts(target: Target): Joining {
  const ports = new Map<InterfaceName, InterfaceName[]>();
  for (const wanted of target.values()) {
    const bridge = wanted === null ? undefined : masterOf(wanted);
    const port = wanted?.type === 'link' ? wanted.name : wanted?.type === 'port' && wanted.link;
    if (bridge == null || !port) continue;
    const list = ports.get(bridge);
    if (list === undefined) ports.set(bridge, [port]);
    else list.push(port);
  }
  return ports;
}

/** Undefined where nothing is said. A bridge is never a port of another one. */
function masterOf(resource: Resource): InterfaceName | null | undefined {
  if (resource.type === 'link' && resource.kind === 'bridge') return null;
  return resource.type === 'port' || resource.type === 'link' ? resource.master : undefined;
}

/** Whether a port of a bridge still is one afterwards, as far as the target speaks of it. */
function stays(port: InterfaceName, bridge: InterfaceName, target: Target): boolean {
  const asked = [target.get(`port ${port}` as Identity), target.get(linkIdentity(port))];
  return asked.every((wanted) => {
    if (wanted === null) return false;
    const master = wanted === undefined ? undefined : masterOf(wanted);
    return master === undefined || master === bridge;
  });
}

function smallestMtu(ports: readonly InterfaceName[], target: Target, host: HostIndex): number {
  const mtus = ports.flatMap((port) => {
    const wanted = target.get(linkIdentity(port));
    const mtu = wanted?.type === 'link' ? wanted.mtu : undefined;
    return mtu ?? host.link(port)?.resource.mtu ?? [];
  });
  return mtus.length === 0 ? usualMtu : Math.min(...mtus);
}
