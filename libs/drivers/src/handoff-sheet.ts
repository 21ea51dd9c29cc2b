import type { InterfaceName } from './names.js';
import type { KindOptions } from './kind-table.js';
import type { LinkResource, PortResource, Resource, WantedResource } from './resource.js';
import type { VlanOptions } from './vlan-link.js';
import { vlanRanges } from './vlan-table.js';

/** What the other end of the host's cables must be set up for, so that a contract works. */
export interface HostHandoff {
  /** One for each cable, or bundle of cables, that the contract uses. */
  readonly ports: readonly PortHandoff[];
  readonly tunnels: readonly TunnelHandoff[];
}

export interface PortHandoff {
  readonly link: string;
  /** The links that are bundled under this name; absent: it is a single one. */
  readonly bundle?: { readonly mode: string; readonly links: readonly string[] };
  /** What passes, each in words of IEEE 802.1Q: 'untagged', '802.1Q 101', '802.1Q 200-299', '802.1ad 200, 802.1Q 10'. */
  readonly frames: readonly string[];
  /** Bytes of payload of the largest frame; absent: what the interface has. */
  readonly mtu?: number;
}

export interface TunnelHandoff {
  readonly name: string;
  readonly kind: string;
  /** In the words of the kind. */
  readonly options: KindOptions;
  /** Where the packets go; empty: nobody is named. */
  readonly peers: readonly string[];
  readonly mtu?: number;
}

/** What one host's part of a contract asks of the outside. Pure; drivers add nothing but their resources. */
export function handoffOf(wanted: readonly WantedResource[]): HostHandoff {
  const resources = wanted.map(({ resource }) => resource);
  const links = new Map(
    resources.flatMap((entry) => (entry.type === 'link' ? [[entry.name, entry] as const] : [])),
  );
  const frames = resources.flatMap((resource) => framesOf(resource, links, resources));
  const names = [...new Set(frames.map(({ link }) => link))].toSorted();
  return {
    ports: names.map((link) => portOf(link, frames, links, resources)),
    tunnels: [...links.values()].flatMap((link) => tunnelOf(link, resources)),
  };
}

type Links = ReadonlyMap<InterfaceName, LinkResource>;

/** Frames on one interface of the host that the contract did not make, or on a bundle. */
interface Frames {
  readonly link: InterfaceName;
  readonly tags: readonly string[];
  readonly mtu?: number | undefined;
}

function framesOf(resource: Resource, links: Links, all: readonly Resource[]): readonly Frames[] {
  if (resource.type === 'port') {
    const master = links.get(resource.master);
    return master?.kind === 'bridge' ? portFrames(resource, master.mtu) : [];
  }
  if (resource.type !== 'link') return [];
  const isPort = resource.kind === 'bond' && resource.master != null;
  if (isPort) return portFrames({ link: resource.name, port: resource.port }, resource.mtu);
  return resource.kind === 'vlan' ? vlanFrames(resource.vlan, resource.mtu, links, all) : [];
}

/** A port without VLANs of its own lets pass what comes. */
function portFrames(
  {
    link,
    port,
  }: { readonly link: InterfaceName; readonly port?: PortResource['port'] | undefined },
  mtu: number | undefined,
): readonly Frames[] {
  if (port?.vlans === undefined) return [{ link, tags: ['untagged'], mtu }];
  return vlanRanges(port.vlans).map(({ first, last, untagged }) => {
    const ids = first === last ? `${first}` : `${first}-${last}`;
    return { link, tags: [untagged ? 'untagged' : `802.1Q ${ids}`], mtu };
  });
}

/** The tags from the outermost on, at the foot of the stack. */
function vlanFrames(
  vlan: VlanOptions,
  mtu: number | undefined,
  links: Links,
  all: readonly Resource[],
): readonly Frames[] {
  const tag = `${vlan.protocol} ${vlan.id}`;
  const below = links.get(vlan.parent);
  if (below === undefined || below.kind === 'bond') {
    return [{ link: vlan.parent, tags: [tag], mtu }];
  }
  if (below.kind === 'vlan') {
    return vlanFrames(below.vlan, mtu, links, all).map(({ link, tags }) => ({
      ...{ link, mtu },
      tags: [...tags, tag],
    }));
  }
  return below.kind === 'bridge'
    ? portsOf(below.name, all).map((link) => ({ link, tags: [tag], mtu }))
    : [];
}

function portsOf(master: InterfaceName, all: readonly Resource[]): readonly InterfaceName[] {
  return all.flatMap((entry) =>
    entry.type === 'port' && entry.master === master ? [entry.link] : [],
  );
}

function portOf(
  link: InterfaceName,
  frames: readonly Frames[],
  links: Links,
  all: readonly Resource[],
): PortHandoff {
  const own = frames.filter((entry) => entry.link === link);
  const mtus = own.flatMap(({ mtu }) => mtu ?? []);
  const bond = links.get(link);
  return {
    link,
    ...(bond?.kind === 'bond' && {
      bundle: { mode: bond.bond.mode, links: portsOf(link, all).toSorted() },
    }),
    frames: [...new Set(own.map(({ tags }) => tags.join(', ')))].toSorted(),
    ...(mtus.length > 0 && { mtu: Math.max(...mtus) }),
  };
}

function tunnelOf(link: LinkResource, all: readonly Resource[]): readonly TunnelHandoff[] {
  const mtu = link.mtu === undefined ? {} : { mtu: link.mtu };
  if (link.kind === 'generic') {
    const { name, kernelKind: kind, fixed, generic } = link;
    return [{ name, kind, options: { ...fixed, ...generic }, peers: [], ...mtu }];
  }
  if (link.kind !== 'vxlan') return [];
  const { name, vxlan } = link;
  const peers = all.flatMap((entry) =>
    entry.type === 'fdb' && entry.link === name ? [entry.destination] : [],
  );
  const options = Object.entries(vxlan).filter(([option]) => told.has(option));
  return [
    {
      ...{ name, kind: 'vxlan', ...mtu },
      options: Object.fromEntries(options),
      peers: [...new Set(peers)].toSorted(),
    },
  ];
}

/** Of a VXLAN what the other end must have alike, or must let pass. */
const told: ReadonlySet<string> = new Set(['vni', 'port', 'local', 'group', 'udpChecksum']);
