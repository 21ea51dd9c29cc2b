import type { Problem } from '#contract';
import type { AddressSource } from './address-source.js';
import { familyOf, splitCidr, type IpAddress } from './addresses.js';
import type { HostState } from './host-state.js';
import type { VxlanLink, WantedResource } from './resource.js';

export interface BoundAddresses {
  readonly wanted: readonly WantedResource[];
  /** What a host has no address for; it is waited for. */
  readonly problems: readonly Problem<'local-address-unknown'>[];
}

/**
 * Puts the addresses of a host where a contract names the link that has them. The address in use is kept for as long as
 * its link has it; else it is the first one of that link, in the order of a reading.
 */
export function bindAddresses(
  contract: string,
  wanted: readonly WantedResource[],
  state: HostState,
): BoundAddresses {
  const problems: Problem<'local-address-unknown'>[] = [];
  if (wanted.every(({ localFrom }) => localFrom === undefined)) return { wanted, problems };
  const bound = wanted.map((entry) => {
    const { resource, localFrom, path } = entry;
    if (localFrom === undefined || resource.type !== 'link' || resource.kind !== 'vxlan')
      return entry;
    const addresses = addressesOn(contract, localFrom, wanted, state);
    const local = addressFor(resource, localFrom, addresses, state);
    if (local !== undefined) {
      return { ...entry, resource: { ...resource, vxlan: { ...resource.vxlan, local } } };
    }
    problems.push(unknownProblem(localFrom, `${path}/local`));
    return entry;
  });
  return { wanted: bound, problems };
}

function addressFor(
  { name }: VxlanLink,
  { family }: AddressSource,
  addresses: readonly IpAddress[],
  { links }: HostState,
): IpAddress | undefined {
  const fitting = addresses.filter((address) => familyOf(address) === family);
  const standing = links.find(({ resource }) => resource.name === name)?.resource;
  const inUse = standing?.kind === 'vxlan' ? standing.vxlan.local : undefined;
  return fitting.find((address) => address === inUse) ?? fitting[0];
}

/** What a link has, but for what the contract gives it no longer, and what the contract will give it. */
function addressesOn(
  contract: string,
  { link }: AddressSource,
  wanted: readonly WantedResource[],
  state: HostState,
): readonly IpAddress[] {
  const asked = wanted.flatMap(({ resource }) => (resource.type === 'address' ? [resource] : []));
  const staying = state.addresses.filter(({ owner }) => owner?.contract !== contract);
  return [...staying, ...asked]
    .filter((entry) => entry.link === link)
    .map(({ address }) => splitCidr(address).address);
}

function unknownProblem(
  { link, family }: AddressSource,
  path: string,
): Problem<'local-address-unknown'> {
  const title = family === 'ipv4' ? 'IPv4' : 'IPv6';
  const detail = `interface '${link}' of this host has no ${title} address from which the segment would be sent`;
  return { code: 'local-address-unknown', path, detail };
}
