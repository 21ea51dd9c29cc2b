import {
  bridgeDefaults,
  defaultVlanTable,
  portDefaults,
  type BridgePortOptions,
  type InterfaceName,
  type LinkResource,
} from '#drivers';

/** What is asked of a link that joins a bridge, or is in it already. */
export interface Membership {
  readonly master: InterfaceName;
  readonly port?: BridgePortOptions | undefined;
}

/**
 * A link as a port of a bridge. In a bridge that it was not in it is a port like any new one, but for what is asked
 * (`new_nbp` in net/bridge/br_if.c); other masters than bridges know no ports.
 */
export function joined(
  link: LinkResource,
  { master, port }: Membership,
  bridge: LinkResource | undefined,
): LinkResource {
  if (bridge?.kind !== 'bridge') return { ...withoutPort(link), master };
  const vlans = defaultVlanTable(bridge.bridge.defaultPvid ?? bridgeDefaults.defaultPvid);
  const standing = link.master === master ? link.port : undefined;
  return { ...link, master, port: { ...(standing ?? { ...portDefaults, vlans }), ...port } };
}

export function freed(link: LinkResource): LinkResource {
  return { ...withoutPort(link), master: null };
}

function withoutPort(link: LinkResource): LinkResource {
  const { port, ...rest } = link;
  return rest;
}
