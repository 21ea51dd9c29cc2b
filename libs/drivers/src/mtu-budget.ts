import { familyOf } from './addresses.js';
import type { GenericCarrier } from './generic-link.js';
import { encapsulationTitle, largestInside, type Encapsulation } from './encapsulation.js';
import type { HostIndex } from './host-index.js';
import type { InterfaceName } from './names.js';
import { defaultUnderlayMtu } from './mtu.js';
import { lowerLinkOf } from './references.js';
import { linkIdentity, portIdentity, type Identity, type LinkResource } from './resource.js';
import type { Target } from './target.js';

/** The MTU of a link, and what limits it. */
export interface MtuBudget {
  readonly mtu: number;
  /** The largest that would fit; null: nothing below limits it. */
  readonly most: number | null;
  /** What limits it, from the bottom: 'eth1 1500, less 50 for VXLAN over IPv4'; '' where nothing does. */
  readonly limit: string;
}

/** What a target makes of the MTUs of a host's links: one budget for each link that it names and does not remove. */
export function mtuBudgets(target: Target, host: HostIndex): ReadonlyMap<Identity, MtuBudget> {
  const link = (name: InterfaceName): LinkResource | undefined => futureLink(name, target, host);
  const budgets = new Map<Identity, MtuBudget>();
  for (const [identity, wanted] of target) {
    if (wanted?.type !== 'link') continue;
    const hasPorts = wanted.kind === 'bridge' || wanted.kind === 'bond';
    const ports = hasPorts ? portsOf(wanted.name, target, host) : [];
    const { most, limit } = roomFor(wanted, link, ports);
    const mtu = link(wanted.name)?.mtu ?? most;
    if (mtu !== undefined) budgets.set(identity, { mtu, most: most ?? null, limit });
  }
  return budgets;
}

/** What a link puts round the packets that it hands to the one below; undefined: it stands on none, or as it is. */
export function encapsulationOf(link: LinkResource): Encapsulation | undefined {
  switch (link.kind) {
    case 'vlan':
      return { kind: 'vlan' };
    case 'vxlan':
      return { kind: 'vxlan', outer: familyOf(link.vxlan.local) };
    case 'bond':
    case 'vrf':
    case 'bridge':
    case 'generic':
    case 'other':
      return undefined;
  }
}

type FutureLink = (name: InterfaceName) => LinkResource | undefined;

interface Room {
  readonly most?: number;
  readonly limit: string;
}

function roomFor(link: LinkResource, future: FutureLink, ports: readonly InterfaceName[]): Room {
  if (link.kind === 'bridge') return roomOnPorts(ports, future);
  if (link.kind === 'bond') return roomInBond(ports);
  if (link.kind === 'generic' && link.over !== undefined) return roomOver(link.over, future);
  const lower = lowerLinkOf(link);
  const below = lower === undefined ? undefined : future(lower);
  const layer = encapsulationOf(link);
  if (below?.mtu === undefined || layer === undefined) return { limit: '' };
  const most = largestInside(below.mtu, layer);
  const less = below.mtu - most;
  return { most, limit: `${wayDown(below, future)}${costText(less, encapsulationTitle(layer))}` };
}

function costText(less: number, title: string): string {
  return less === 0 ? '' : `, less ${less} for ${title}`;
}

function roomOver({ link, less, title }: GenericCarrier, future: FutureLink): Room {
  const below = future(link);
  if (below?.mtu === undefined) return { limit: '' };
  return { most: below.mtu - less, limit: `${wayDown(below, future)}${costText(less, title)}` };
}

/** A bond's MTU becomes that of its ports (`bond_change_mtu`, `bond_enslave`), up to what the cards can do. */
function roomInBond(ports: readonly InterfaceName[]): Room {
  if (ports.length === 0) return { limit: '' };
  return { limit: `its ports take the same: ${ports.toSorted().join(', ')}` };
}

/** A bridge passes frames on to every port: what is larger than the smallest one's gets lost there. */
function roomOnPorts(ports: readonly InterfaceName[], future: FutureLink): Room {
  const links = ports.flatMap((name) => future(name) ?? []);
  const [smallest] = links
    .filter(({ mtu }) => mtu !== undefined)
    .toSorted((left, right) => (left.mtu ?? 0) - (right.mtu ?? 0));
  if (smallest?.mtu === undefined) return { limit: '' };
  return { most: smallest.mtu, limit: `its port ${wayDown(smallest, future)}` };
}

function portsOf(bridge: InterfaceName, target: Target, host: HostIndex): readonly InterfaceName[] {
  const joining = [...target.values()].flatMap((wanted) => {
    if (wanted?.type === 'port') return wanted.master === bridge ? [wanted.link] : [];
    return wanted?.type === 'link' && wanted.master === bridge ? [wanted.name] : [];
  });
  const standing = host.portsOf(bridge).map(({ link }) => link);
  const staying = standing.filter((name) => {
    const asked = [target.get(portIdentity(name)), target.get(linkIdentity(name))];
    return asked.every((wanted) => wanted === undefined);
  });
  return [...joining, ...staying];
}

/** 'eth1 1500, vl-10 1500': from the bottom up to a link. */
function wayDown(link: LinkResource, future: FutureLink, passed = new Set<string>()): string {
  const lower = lowerLinkOf(link);
  const below = lower === undefined || passed.has(lower) ? undefined : future(lower);
  const own = `${link.name} ${link.mtu ?? 'unknown'}`;
  if (below === undefined) return own;
  return `${wayDown(below, future, passed.add(link.name))}, ${own}`;
}

/** One that asks for no MTU keeps what it has, or gets what its kind gives a new one. */
function futureLink(
  name: InterfaceName,
  target: Target,
  host: HostIndex,
): LinkResource | undefined {
  const aim = target.get(linkIdentity(name));
  if (aim === null) return undefined;
  const observed = host.link(name)?.resource;
  if (aim?.type !== 'link') return observed;
  const mtu = aim.mtu ?? observed?.mtu ?? inheritedMtu(aim, target, host);
  return mtu === undefined ? aim : { ...aim, mtu };
}

/** A new VLAN takes its parent's, a new bond has that of Ethernet. */
function inheritedMtu(link: LinkResource, target: Target, host: HostIndex): number | undefined {
  if (link.kind === 'bond') return defaultUnderlayMtu;
  const isVlan = link.kind === 'vlan' && link.vlan.parent !== link.name;
  return isVlan ? futureLink(link.vlan.parent, target, host)?.mtu : undefined;
}
