import type { Problem } from '#contract';
import type { ObservedLink } from './host-state.js';
import { bridgeMtuProblems } from './link-preconditions.js';
import type { Outlook } from './outlook.js';
import type { DriverProblemCode } from './problem-codes.js';
import type { HostAddresses, PortResource } from './resource.js';

type PortProblem = Problem<DriverProblemCode>;

export function portProblems(
  wanted: PortResource,
  path: string,
  outlook: Outlook,
  hostAddresses?: HostAddresses,
): readonly PortProblem[] {
  const observed = outlook.host.link(wanted.link);
  if (observed === undefined) {
    const detail = `this host has no interface '${wanted.link}' to make a port`;
    return [{ code: 'port-unknown', path, detail }];
  }
  const { name, mtu } = observed.resource;
  return [
    ...foreignBridgeProblems(observed, path, outlook),
    ...addressProblems(wanted, path, outlook, hostAddresses),
    ...vlansProblems(wanted, path, outlook),
    ...bridgeMtuProblems({ name, mtu, master: wanted.master }, path, outlook),
  ];
}

function foreignBridgeProblems(
  { resource: { name, master } }: ObservedLink,
  path: string,
  { isOwn }: Outlook,
): readonly PortProblem[] {
  if (master === null || isOwn(master)) return [];
  const detail = `'${name}' is already a port of '${master}', which this contract does not own`;
  return [{ code: 'port-in-foreign-bridge', path, detail }];
}

/** What a port receives goes to the bridge, so addresses on it stop answering. */
function addressProblems(
  { link }: PortResource,
  path: string,
  { host }: Outlook,
  hostAddresses: HostAddresses | undefined,
): readonly PortProblem[] {
  const lost = host.addressesOf(link);
  const addresses =
    hostAddresses === undefined ? lost : lost.filter(({ owner }) => owner !== undefined);
  if (addresses.length === 0) return [];
  return [
    {
      code: 'port-carries-addresses',
      path,
      detail: `'${link}' carries ${addresses.map(({ address }) => address).join(', ')}, which a bridge port can't use: the host could be cut off`,
    },
  ];
}

/** A VLAN of a contract over the link would lose its frames to the bridge. Those of others are theirs to judge. */
function vlansProblems(
  { link }: PortResource,
  path: string,
  { host, link: futureLink }: Outlook,
): readonly PortProblem[] {
  const vlans = host.dependents(link).flatMap((entry) => {
    const future = entry.type === 'link' ? futureLink(entry.name) : undefined;
    return future?.kind === 'vlan' && future.owner !== undefined && future.vlan.parent === link
      ? [future.name]
      : [];
  });
  if (vlans.length === 0) return [];
  const detail = `'${link}' carries the VLANs ${vlans.join(', ')}: put them over the bridge`;
  return [{ code: 'port-carries-vlans', path, detail }];
}
