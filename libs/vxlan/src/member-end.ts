import { accept, refuse, type CharterNode, type Result, type Underlay } from '#contract';
import {
  familyOf,
  type AddressSource,
  type DriverProblemCode,
  type Family,
  type IpAddress,
} from '#drivers';
import { addressesOf, underlayNamed } from './charter-underlay.js';
import type { AddressOf } from './vxlan-fields.js';
import type { VxlanMember } from './vxlan-spec.js';

/** The addresses of one end of a segment. */
export interface MemberEnd {
  /** From which the host sends; unspecified, and of the segment's family, where `source` is to tell. */
  readonly local: IpAddress;
  readonly source?: AddressSource;
  /** Where the other ends find it, by the charter; absent: it lists no address of the segment's family. */
  readonly reachedAt?: IpAddress;
}

/** @param family of the segment, as far as it is known */
export function memberEnd(
  member: VxlanMember,
  underlay: Underlay,
  node: CharterNode | undefined,
  family: Family | undefined,
  path: string,
): Result<MemberEnd, DriverProblemCode> {
  if (typeof member.local === 'object') return endOnLink(member.local, member, node, family, path);
  const local = listedAddress(member.local, member, underlay, family, path);
  return local.ok ? accept({ local: local.value, reachedAt: local.value }) : local;
}

/** The host itself knows the address; the other ends know what the charter lists for the interface. */
function endOnLink(
  { addressOf: link, family: asked }: AddressOf,
  { node: host }: VxlanMember,
  node: CharterNode | undefined,
  common: Family | undefined,
  path: string,
): Result<MemberEnd, DriverProblemCode> {
  const underlay = underlayNamed(link, host, node, `${path}/local/addressOf`);
  if (!underlay.ok) return underlay;
  const listed = addressesOf(underlay.value);
  const [first] = listed;
  const family = asked ?? common ?? (first === undefined ? 'ipv4' : familyOf(first));
  if (common !== undefined && family !== common) {
    const detail = `the segment travels over ${common}, and host '${host}' is to send over ${family}: all members need one family`;
    return refuse({ code: 'underlay-families-mixed', path: `${path}/local/family`, detail });
  }
  const reachedAt = listed.find((address) => familyOf(address) === family);
  return accept({
    local: unspecified[family],
    source: { link, family },
    ...(reachedAt !== undefined && { reachedAt }),
  });
}

const unspecified = {
  ipv4: '0.0.0.0' as IpAddress,
  ipv6: '::' as IpAddress,
} as const satisfies Record<Family, IpAddress>;

function listedAddress(
  asked: IpAddress | undefined,
  { node: host }: VxlanMember,
  underlay: Underlay,
  family: Family | undefined,
  path: string,
): Result<IpAddress, DriverProblemCode> {
  const listed = addressesOf(underlay);
  const fits = (address: IpAddress): boolean =>
    family === undefined || familyOf(address) === family;
  const local = asked ?? listed.find(fits);
  if (local === undefined || !fits(local)) {
    return refuse({
      code: 'underlay-families-mixed',
      path: asked === undefined ? `${path}/underlay` : `${path}/local`,
      detail: `the segment travels over ${family ?? 'no family'}, and host '${host}' has no such address here: all members need one family`,
    });
  }
  if (listed.includes(local)) return accept(local);
  return refuse({
    code: 'local-address-not-in-charter',
    path: `${path}/local`,
    detail: `the charter does not list ${local} on underlay '${underlay.link}' of host '${host}'`,
  });
}
