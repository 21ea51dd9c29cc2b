import { adoptionsIn, type Adoptions } from './adoption.js';
import { splitCidr, type Cidr, type IpAddress } from './addresses.js';
import { mtuReturnOf } from './bridge-mtu.js';
import type { HostIndex } from './host-index.js';
import type { HostState, ProvidedType } from './host-state.js';
import type { InterfaceName } from './names.js';
import {
  identityOf,
  linkIdentity,
  portIdentity,
  type AddressResource,
  type LinkResource,
  type VxlanLink,
  type WantedResource,
} from './resource.js';
import { rememberByObject } from './remember.js';
import type { Target } from './target.js';
import { otherReceiver, type Receiver } from './vxlan-sockets.js';

/** A host as it will be: what a change aims at, and what stands there already. */
export interface Outlook {
  readonly contract: string;
  readonly host: HostIndex;
  readonly adoptions: Adoptions;
  /** Whether a link that stands is the contract's, or becomes so. */
  readonly isOwn: (name: InterfaceName) => boolean;
  /** The link that has a VNI, a VLAN or an address, by the key of the claim, and is not this contract's; else undefined. */
  readonly otherHolder: (key: string) => InterfaceName | undefined;
  /** A VXLAN link that is not this contract's and that needs the same sockets to receive in another way. */
  readonly otherReceiver: (link: VxlanLink) => Receiver | undefined;
  /** A link as the change asks for it; undefined: it does not ask for this link. */
  readonly planned: (name: InterfaceName) => LinkResource | undefined;
  /** A link as it will be; undefined: there will be none. */
  readonly link: (name: InterfaceName) => LinkResource | undefined;
  /** The bridge, bond or VRF that a link will be a port of; null: of none. */
  readonly futureMaster: (name: InterfaceName) => InterfaceName | null;
  /** The VRF that a link will be in; undefined: in none. */
  readonly futureVrf: (name: InterfaceName) => InterfaceName | undefined;
  readonly hasAddress: (address: IpAddress) => boolean;
  /** The addresses that a link will have. */
  readonly addressesOn: (name: InterfaceName) => readonly Cidr[];
  /** Whether somebody on the host looks after a family that not every host has. */
  readonly provides: (type: ProvidedType) => boolean;
  /** Whether the kernel has policy rules. */
  readonly knowsRules: boolean;
}

export interface OutlookRequest {
  readonly contract: string;
  readonly wanted: readonly WantedResource[];
  readonly target: Target;
  readonly host: HostIndex;
  readonly state: HostState;
}

export function outlookOf({ contract, wanted, target, host, state }: OutlookRequest): Outlook {
  const future = futureAddresses(wanted, target, state);
  const addresses = once(() => new Set(future.map(({ address }) => splitCidr(address).address)));
  const adoptions = adoptionsIn(wanted, host);
  const isOwn = (name: InterfaceName): boolean =>
    adoptions.has(linkIdentity(name)) || host.link(name)?.resource.owner?.contract === contract;
  const mtuReturn = mtuReturnOf(target, host);
  const planned = (name: InterfaceName): LinkResource | undefined => {
    const aim = target.get(linkIdentity(name));
    return aim?.type === 'link' ? aim : undefined;
  };
  return {
    contract,
    host,
    adoptions,
    isOwn,
    otherHolder: (key) => host.holdersOf(key).findLast((link) => !isOwn(link)),
    otherReceiver: (link) => otherReceiver(link, state.links, isOwn),
    planned,
    link: (name) => {
      if (target.get(linkIdentity(name)) === null) return undefined;
      const observed = host.link(name)?.resource;
      const aim = planned(name);
      if (aim === undefined) return observed;
      return { ...aim, ...knownMtu(mtuReturn(aim) ?? aim.mtu ?? observed?.mtu) };
    },
    futureMaster: (name) => futureMaster(name, planned(name), target, host),
    futureVrf: (name) => {
      const master = futureMaster(name, planned(name), target, host);
      const link = master === null ? undefined : (planned(master) ?? host.link(master)?.resource);
      return link?.kind === 'vrf' ? link.name : undefined;
    },
    hasAddress: (address) => addresses().has(address),
    addressesOn: (name) => future.flatMap(({ link, address }) => (link === name ? [address] : [])),
    provides: (type) => state[type] !== undefined,
    knowsRules: state.rules !== undefined,
  };
}

function futureMaster(
  name: InterfaceName,
  aim: LinkResource | undefined,
  target: Target,
  host: HostIndex,
): InterfaceName | null {
  const port = target.get(portIdentity(name));
  if (port === null) return null;
  if (port?.type === 'port') return port.master;
  const asked = aim?.master;
  const master = asked === undefined ? (host.link(name)?.resource.master ?? null) : asked;
  return master !== null && target.get(linkIdentity(master)) === null ? null : master;
}

function knownMtu(mtu: number | undefined): Pick<LinkResource, 'mtu'> {
  return mtu === undefined ? {} : { mtu };
}

function futureAddresses(
  wanted: readonly WantedResource[],
  target: Target,
  { addresses }: HostState,
): readonly AddressResource[] {
  const staying = addresses.filter((entry) => target.get(identityOf(entry)) !== null);
  return [...staying, ...addressesIn(wanted)];
}

function once<Value>(make: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: make() };
    return known.value;
  };
}

const addressesIn = rememberByObject((wanted: readonly WantedResource[]) =>
  wanted.flatMap(({ resource }) => (resource.type === 'address' ? [resource] : [])),
);
