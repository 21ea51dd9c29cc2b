import {
  carryingLinks,
  isBridgeEntry,
  isProvided,
  linkAfterMoves,
  familyOf,
  floodMac,
  identityOf,
  lowerLinkOf,
  type AddressResource,
  type BridgeEntry,
  type FdbResource,
  type HostState,
  type Identity,
  type InterfaceName,
  type IpsecResource,
  type LinkResource,
  type NftResource,
  type Owner,
  type Resource,
  type RouteResource,
  type RuleResource,
  type VxlanLink,
} from '#drivers';
import {
  followsItsPorts,
  largestMtu,
  newModelLink,
  observedLink,
  type ModelLink,
} from './model-link.js';
import { freed, joined } from './model-port.js';
import {
  refusalOfAddress,
  refusalOfBridgeEntry,
  refusalOfFdbEntry,
  refusalOfLinkChange,
  refusalOfNewLink,
  refusalOfPort,
  refusalOfRoute,
  type Refusal,
} from './model-refusals.js';
import { isSameSubnet } from './model-subnet.js';

/** What hangs on a link. The owner only says that it is ours; whose of ours it is, the mark of the link tells. */
type Hanging =
  | AddressResource
  | BridgeEntry
  | FdbResource
  | RouteResource
  | RuleResource
  | NftResource
  | IpsecResource;

/** The part of the kernel that the engine works with: links with masters, what hangs on them, and what goes with what. */
export class ModelKernel {
  readonly #links = new Map<InterfaceName, ModelLink>();
  readonly #hanging = new Map<Identity, Hanging>();
  readonly #unplugged = new Set<InterfaceName>();
  #nextIndex = 1;
  #hasNft = true;
  #hasIpsec = true;

  /** Another kernel in the same state. */
  copy(): ModelKernel {
    const twin = new ModelKernel();
    for (const [name, link] of this.#links) twin.#links.set(name, link);
    for (const [identity, entry] of this.#hanging) twin.#hanging.set(identity, entry);
    for (const name of this.#unplugged) twin.#unplugged.add(name);
    twin.#nextIndex = this.#nextIndex;
    twin.#hasNft = this.#hasNft;
    twin.#hasIpsec = this.#hasIpsec;
    return twin;
  }

  /** From now on the host has no IKE daemon. */
  loseIpsec(): void {
    this.#hasIpsec = false;
  }

  /** From now on the host has no packet filter. */
  loseNft(): void {
    this.#hasNft = false;
  }

  read(): HostState {
    const hanging = [...this.#hanging.values()].map((entry) => this.#observed(entry));
    const sorted = hanging.sort(byIdentity);
    return {
      links: [...this.#links.values()]
        .map((link) => observedLink(link, this.#links, this.#unplugged))
        .sort((left, right) => byIdentity(left.resource, right.resource)),
      addresses: sorted.filter((entry) => entry.type === 'address'),
      routes: sorted.filter((entry) => entry.type === 'route'),
      fdb: sorted.filter((entry) => entry.type === 'fdb' || entry.type === 'bridge-fdb'),
      mdb: sorted.filter((entry) => entry.type === 'mdb'),
      rules: sorted.filter((entry) => entry.type === 'rule'),
      ...(this.#hasNft && { nft: sorted.filter((entry) => entry.type === 'nft') }),
      ...(this.#hasIpsec && { ipsec: sorted.filter((entry) => entry.type === 'ipsec') }),
    };
  }

  /** Whether something is at the other end of a link's cable. */
  setCarrier(name: InterfaceName, isThere: boolean): void {
    if (isThere) this.#unplugged.delete(name);
    else this.#unplugged.add(name);
  }

  /** Puts an object there whatever stands in the way: how a test sets the scene. */
  place(resource: Resource): void {
    if (resource.type === 'link') this.#putLink(resource);
    else if (resource.type === 'port') this.#setMaster(resource.link, resource);
    else this.#hanging.set(identityOf(resource), resource);
  }

  create(resource: Resource): Refusal {
    const refusal = this.#has(resource) ? 'EEXIST' : this.#refusal(resource);
    if (refusal === undefined) this.place(resource);
    return refusal;
  }

  change(resource: Resource): Refusal {
    if (resource.type !== 'link') {
      const refusal = this.#refusal(resource);
      if (refusal === undefined) this.place(resource);
      return refusal;
    }
    const refusal = refusalOfLinkChange(resource, this.#links);
    if (refusal === undefined) this.#changeLink(resource);
    return refusal;
  }

  /** What is not there is removed already. */
  remove(resource: Resource): void {
    if (resource.type === 'link') this.#removeLink(resource.name);
    else if (resource.type === 'port') this.#setMaster(resource.link, { master: null });
    else if (resource.type === 'address') this.#removeAddress(resource);
    else this.#hanging.delete(identityOf(resource));
  }

  /** With the first IPv4 address of a subnet all others of that subnet on the link go (`__inet_del_ifa`). */
  #removeAddress(going: AddressResource): void {
    const [first, ...others] = [...this.#hanging].filter(
      ([, entry]) => entry.type === 'address' && isSameSubnet(entry, going),
    );
    if (first?.[0] === identityOf(going)) {
      for (const [identity] of others) this.#hanging.delete(identity);
    }
    this.#hanging.delete(identityOf(going));
  }

  #refusal(resource: Resource): Refusal {
    if (isProvided(resource)) {
      const isThere = resource.type === 'nft' ? this.#hasNft : this.#hasIpsec;
      return isThere ? undefined : 'EOPNOTSUPP';
    }
    switch (resource.type) {
      case 'link':
        return refusalOfNewLink(resource, this.#links);
      case 'port':
        return refusalOfPort(resource.link, resource.master, this.#links);
      case 'address':
        return refusalOfAddress(resource, this.#links);
      case 'fdb':
        return refusalOfFdbEntry(resource, this.#links);
      case 'bridge-fdb':
      case 'mdb':
        return refusalOfBridgeEntry(resource, this.#links);
      case 'route':
        return refusalOfRoute(resource, this.#links, this.#addresses());
      case 'rule':
        return undefined;
    }
  }

  #addresses(): readonly AddressResource[] {
    return [...this.#hanging.values()].filter((entry) => entry.type === 'address');
  }

  /** A second entry of a forwarding table is taken without a word (NLM_F_APPEND), and a table is put in the place of another. */
  #has(resource: Resource): boolean {
    return isExclusive(resource) && this.#hanging.has(identityOf(resource));
  }

  #putLink(resource: LinkResource): void {
    const index = this.#links.get(resource.name)?.index ?? this.#nextIndex++;
    const made = newModelLink(freed(resource), index, this.#links);
    this.#links.set(resource.name, made);
    if (made.resource.kind === 'vxlan') this.#hangGroup(made.resource);
    this.#setMaster(resource.name, resource);
  }

  /** The first entry of the flood list is the kernel's own (`__vxlan_dev_create`). */
  #hangGroup({ name: link, vxlan: { group, underlay } }: VxlanLink): void {
    if (group == null) return;
    const via = underlay === null ? {} : { via: underlay };
    this.place({ type: 'fdb', link, mac: floodMac, destination: group, ...via });
  }

  #changeLink(asked: LinkResource): void {
    const standing = this.#links.get(asked.name);
    if (standing === undefined) return;
    const follows = followsItsPorts(standing, this.#links, asked.mtu);
    const { master, port, ...settings } = asked;
    const given = Object.entries(settings).filter(
      ([field, value]) => value !== undefined && !(field === 'mtu' && follows),
    );
    const changed = { ...standing.resource, ...Object.fromEntries(given) };
    const resource = withKeptOptions(withMarkOf(asked, changed), standing);
    this.#links.set(asked.name, { ...standing, resource });
    this.#moveDefaultPvid(standing.resource, asked);
    this.#setMaster(asked.name, asked);
    if (!resource.ipv6) this.#loseIpv6(asked.name);
    this.#shrinkVlans(asked.name);
  }

  /** A bridge moves its ports, and itself, to its new default VLAN (`__br_vlan_set_default_pvid`). */
  #moveDefaultPvid(before: LinkResource, asked: LinkResource): void {
    if (before.kind !== 'bridge' || asked.kind !== 'bridge') return;
    const [former, next] = [before.bridge.defaultPvid, asked.bridge.defaultPvid];
    if (former === undefined || next === undefined || former === next) return;
    const moves = new Map([[asked.name, { former, next }]]);
    for (const [name, link] of this.#links) {
      if (name === asked.name && asked.bridge.vlans !== undefined) continue;
      this.#links.set(name, { ...link, resource: linkAfterMoves(link.resource, moves) });
    }
  }

  /** A VLAN follows its parent to a smaller MTU, and not back (`vlan_device_event`, NETDEV_CHANGEMTU). */
  #shrinkVlans(parent: InterfaceName): void {
    for (const [name, link] of this.#links) {
      const { resource } = link;
      if (resource.kind !== 'vlan' || resource.vlan.parent !== parent) continue;
      const most = largestMtu(resource, this.#links);
      if ((resource.mtu ?? most) <= most) continue;
      this.#links.set(name, { ...link, resource: { ...resource, mtu: most } });
      this.#shrinkVlans(name);
    }
  }

  /** `addrconf_ifdown`: what IPv6 had on the link goes with it. */
  #loseIpv6(name: InterfaceName): void {
    for (const [identity, entry] of this.#hanging) {
      if (linkOf(entry) === name && isIpv6(entry)) this.#hanging.delete(identity);
    }
  }

  /** A master that is not named stays. */
  #setMaster(name: InterfaceName, { master, port }: Pick<LinkResource, 'master' | 'port'>): void {
    const link = this.#links.get(name);
    if (link === undefined) return;
    if (master === null) this.#links.set(name, { ...link, resource: freed(link.resource) });
    if (master !== undefined) this.#forgetEntries(name, master);
    const bridge = master ?? (master === undefined ? link.resource.master : null);
    if (bridge == null) return;
    const resource = joined(
      link.resource,
      { master: bridge, port },
      this.#links.get(bridge)?.resource,
    );
    this.#links.set(name, { ...link, resource });
    this.#shrinkVlans(bridge);
  }

  /** A bridge knows nothing of what has left it (`del_nbp` in net/bridge/br_if.c). */
  #forgetEntries(port: InterfaceName, master: InterfaceName | null): void {
    for (const [identity, entry] of this.#hanging) {
      const isLeft = isBridgeEntry(entry) && entry.link === port && entry.bridge !== master;
      if (isLeft) this.#hanging.delete(identity);
    }
  }

  /** Ports of a bridge are freed; VLANs and VXLANs go with what they stand on (`vlan_device_event`, `vxlan_netdevice_event`). */
  #removeLink(name: InterfaceName): void {
    this.#links.delete(name);
    for (const [identity, entry] of this.#hanging) {
      if (carryingLinks(entry).includes(name)) this.#hanging.delete(identity);
    }
    for (const { resource } of [...this.#links.values()]) {
      if (resource.master === name) this.#setMaster(resource.name, { master: null });
      if (lowerLinkOf(resource) === name) this.#removeLink(resource.name);
    }
  }

  #observed<Entry extends Hanging>(entry: Entry): Entry {
    const { owner: ours, ...fields } = entry;
    const owner = this.#ownerOf(entry);
    if (entry.type === 'nft' || entry.type === 'ipsec') return entry;
    if (entry.type === 'bridge-fdb') return fields as Entry;
    const isOurs = entry.type === 'fdb' || ours !== undefined;
    return { ...fields, ...(isOurs && owner !== undefined && { owner }) } as Entry;
  }

  #ownerOf(entry: Hanging): Owner | undefined {
    const link = entry.type === 'mdb' ? entry.bridge : linkOf(entry);
    return link === undefined ? undefined : this.#links.get(link)?.resource.owner;
  }
}

/** An alias that is asked for stands in the place of the mark. */
function withMarkOf({ alias, owner: asked }: LinkResource, changed: LinkResource): LinkResource {
  if (alias === undefined || asked !== undefined) return changed;
  const link: LinkResource & { owner?: Owner } = { ...changed };
  delete link.owner;
  return link;
}

/** What of a bridge, a VLAN or a VXLAN link a change does not ask for stays. */
function withKeptOptions(resource: LinkResource, { resource: standing }: ModelLink): LinkResource {
  if (resource.kind === 'vlan' && standing.kind === 'vlan') {
    return { ...resource, vlan: { ...standing.vlan, ...resource.vlan } };
  }
  if (resource.kind === 'vxlan' && standing.kind === 'vxlan') {
    return { ...resource, vxlan: { ...standing.vxlan, ...resource.vxlan } };
  }
  if (resource.kind === 'bond' && standing.kind === 'bond') {
    return { ...resource, bond: { ...standing.bond, ...resource.bond } };
  }
  if (resource.kind === 'bridge' && standing.kind === 'bridge') {
    return { ...resource, bridge: { ...standing.bridge, ...resource.bridge } };
  }
  return resource;
}

function linkOf(entry: Hanging): InterfaceName | undefined {
  return 'link' in entry && entry.type !== 'ipsec' ? entry.link : undefined;
}

function isIpv6(entry: Hanging): boolean {
  if (entry.type === 'address') return familyOf(entry.address) === 'ipv6';
  return entry.type === 'route' && familyOf(entry.destination) === 'ipv6';
}

function byIdentity(left: Resource, right: Resource): number {
  return identityOf(left) < identityOf(right) ? -1 : 1;
}

function isExclusive({ type }: Resource): boolean {
  return type !== 'fdb' && type !== 'bridge-fdb' && type !== 'nft' && type !== 'ipsec';
}
