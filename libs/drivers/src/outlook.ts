import { adoptionsIn, type Adoptions } from './adoption.js';
import { splitCidr, type IpAddress } from './addresses.js';
import { mtuReturnOf } from './bridge-mtu.js';
import { claimsOf, linkKeys, type ClaimTable } from './claims.js';
import type { HostIndex } from './host-index.js';
import type { HostState, ProvidedType } from './host-state.js';
import type { InterfaceName } from './names.js';
import {
  identityOf,
  linkIdentity,
  portIdentity,
  type LinkResource,
  type WantedResource,
} from './resource.js';
import { rememberByObject } from './remember.js';
import type { Target } from './target.js';
import { vxlanSockets, type VxlanSockets } from './vxlan-sockets.js';

/** A host as it will be: what a change aims at, and what stands there already. */
export interface Outlook {
  readonly contract: string;
  readonly host: HostIndex;
  readonly adoptions: Adoptions;
  /** Whether a link that stands is the contract's, or becomes so. */
  readonly isOwn: (name: InterfaceName) => boolean;
  /** VNIs, VLANs and addresses that stand on the host and are not this contract's. */
  readonly heldByOthers: ClaimTable;
  /** How VXLAN links receive that are not this contract's. */
  readonly socketsOfOthers: VxlanSockets;
  /** A link as the change asks for it; undefined: it does not ask for this link. */
  readonly planned: (name: InterfaceName) => LinkResource | undefined;
  /** A link as it will be; undefined: there will be none. */
  readonly link: (name: InterfaceName) => LinkResource | undefined;
  /** The bridge, bond or VRF that a link will be a port of; null: of none. */
  readonly futureMaster: (name: InterfaceName) => InterfaceName | null;
  readonly hasAddress: (address: IpAddress) => boolean;
  /** Whether somebody on the host looks after a family that not every host has. */
  readonly provides: (type: ProvidedType) => boolean;
}

export interface OutlookRequest {
  readonly contract: string;
  readonly wanted: readonly WantedResource[];
  readonly target: Target;
  readonly host: HostIndex;
  readonly state: HostState;
}

export function outlookOf({ contract, wanted, target, host, state }: OutlookRequest): Outlook {
  const addresses = futureAddresses(wanted, target, state);
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
    heldByOthers: claimsOfOthers(isOwn, state),
    socketsOfOthers: vxlanSockets(state, (name) => !isOwn(name)),
    planned,
    link: (name) => {
      if (target.get(linkIdentity(name)) === null) return undefined;
      const observed = host.link(name)?.resource;
      const aim = planned(name);
      if (aim === undefined) return observed;
      return { ...aim, ...knownMtu(mtuReturn(aim) ?? aim.mtu ?? observed?.mtu) };
    },
    futureMaster: (name) => futureMaster(name, planned(name), target, host),
    hasAddress: (address) => addresses.has(address),
    provides: (type) => state[type] !== undefined,
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
): ReadonlySet<IpAddress> {
  const staying = addresses.filter((entry) => target.get(identityOf(entry)) !== null);
  return new Set(
    [...staying, ...addressesIn(wanted)].map(({ address }) => splitCidr(address).address),
  );
}

const addressesIn = rememberByObject((wanted: readonly WantedResource[]) =>
  wanted.flatMap(({ resource }) => (resource.type === 'address' ? [resource] : [])),
);

function claimsOfOthers(
  isOwn: (name: InterfaceName) => boolean,
  { links, addresses }: HostState,
): ClaimTable {
  const tags = links.flatMap(({ resource }) => {
    const keys = isOwn(resource.name) ? [] : linkKeys(resource);
    return keys.map((key) => [key, resource.name] as const);
  });
  const taken = addresses.flatMap((entry) =>
    isOwn(entry.link) ? [] : claimsOf(entry).map(({ key }) => [key, entry.link] as const),
  );
  return new Map([...tags, ...taken]);
}
