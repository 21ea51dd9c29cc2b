import { accept, refuse, type CharterNode, type Result, type Underlay } from '#contract';
import { parseIpAddress, type DriverProblemCode, type IpAddress } from '#drivers';
import type { VxlanMember } from './vxlan-spec.js';

/** Of the charter: the one named, or the one whose address is asked for, or the one that has the address from which is sent. */
export function underlayOf(
  { node: name, underlay, local }: VxlanMember,
  node: CharterNode | undefined,
  path: string,
): Result<Underlay, DriverProblemCode> {
  if (underlay !== undefined) return underlayNamed(underlay, name, node, `${path}/underlay`);
  if (local === undefined) return underlayNamed('', name, node, `${path}/underlay`);
  if (typeof local === 'object') {
    return underlayNamed(local.addressOf, name, node, `${path}/local/addressOf`);
  }
  const found = node?.underlays.find((entry) => addressesOf(entry).includes(local));
  if (found !== undefined) return accept(found);
  return refuse({
    code: 'local-address-not-in-charter',
    path: `${path}/local`,
    detail: `the charter does not list ${local} on any underlay of host '${name}'`,
  });
}

export function underlayNamed(
  link: string,
  host: string,
  node: CharterNode | undefined,
  path: string,
): Result<Underlay, DriverProblemCode> {
  const found = node?.underlays.find((entry) => entry.link === link);
  if (found !== undefined) return accept(found);
  const detail = `the charter lists no underlay '${link}' for host '${host}'`;
  return refuse({ code: 'underlay-not-in-charter', path, detail });
}

export function addressesOf({ addresses }: Underlay): readonly IpAddress[] {
  return addresses.flatMap((text) => parseIpAddress(text) ?? []);
}
