import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import { lowerLinkOf } from './references.js';

/** A bridge by whose port the packets go. */
export interface Passage {
  readonly bridge: InterfaceName;
  readonly port: InterfaceName;
  /** The VLAN over the bridge from which they come; undefined: the bridge itself. */
  readonly tag: number | undefined;
}

/** What has to stay as it is so that packets which leave by a link still leave the host. */
export interface Bearers {
  /** The link and all that it stands on. */
  readonly links: ReadonlySet<InterfaceName>;
  readonly passages: readonly Passage[];
  /** Links of which one is enough: those of a bond. */
  readonly alternatives: readonly ReadonlySet<InterfaceName>[];
}

export function bearersOf(link: InterfaceName, host: HostIndex): Bearers {
  const links = new Set<InterfaceName>();
  const passages: Passage[] = [];
  const alternatives: ReadonlySet<InterfaceName>[] = [];
  const walk = (name: InterfaceName, tag?: number): void => {
    const observed = host.link(name)?.resource;
    if (observed === undefined || links.has(name)) return;
    links.add(name);
    if (observed.kind === 'bridge') {
      for (const port of outwardPorts(name, host)) {
        passages.push({ bridge: name, port, tag });
        walk(port);
      }
      return;
    }
    const members = host.portsOf(name).map((port) => port.link);
    if (members.length > 0 && isAggregate(observed)) alternatives.push(new Set(members));
    const lower = lowerLinkOf(observed);
    if (lower !== undefined) walk(lower, observed.kind === 'vlan' ? observed.vlan.id : undefined);
  };
  walk(link);
  return { links, passages, alternatives };
}

function isAggregate(link: { readonly kind: string; readonly kernelKind?: string }): boolean {
  return link.kind === 'bond' || link.kernelKind === 'bond' || link.kernelKind === 'team';
}

/** Which port of a bridge leads out is not known: all may, but for segments beside others. */
function outwardPorts(bridge: InterfaceName, host: HostIndex): readonly InterfaceName[] {
  const ports = host.portsOf(bridge).map(({ link }) => link);
  const others = ports.filter((port) => host.link(port)?.resource.kind !== 'vxlan');
  return others.length > 0 ? others : ports;
}
