import { z } from 'zod';
import { scopeOf } from './address-scope.js';
import {
  familyOf,
  ipBytes,
  parseIpAddress,
  parseMacAddress,
  type IpAddress,
  type MacAddress,
} from './addresses.js';
import { driverIssue, ipAddress, macAddress, vlanId } from './fields.js';

const station = z.strictObject({
  /** The station, which is behind this port whatever the bridge learns. */
  mac: macAddress,
  /** The VLAN in which it is; to be named where the bridge filters VLANs, and only there. */
  vlan: vlanId.optional(),
});

const groupEntry = z
  .strictObject({
    /** A group of IPv4 or IPv6, or of the link layer by its MAC address. */
    group: z.string(),
    /** Only what this sender sends to the group; absent: whoever does. */
    source: ipAddress.optional(),
    /** To be named where the bridge filters VLANs, and only there. */
    vlan: vlanId.optional(),
  })
  .transform(({ group: text, ...others }, context) => {
    const group = parseIpAddress(text) ?? parseMacAddress(text);
    const fault = group === undefined ? notMulticast : faultOf(group, others.source);
    if (group !== undefined && fault === undefined) return { group, ...others };
    const [code, detail, field] = fault ?? notMulticast;
    context.addIssue({ ...driverIssue(code, detail), path: [field] });
    return z.NEVER;
  });

/** Entries that a bridge has for a port without learning them. */
export const bridgeEntryMembers = {
  /** Stations behind the port; absent: those that the bridge learns. */
  fdb: z.array(station).optional(),
  /** Groups for which frames leave by the port, asked for or not; absent: those that are asked for. */
  mdb: z.array(groupEntry).optional(),
};

export interface BridgeEntriesSpec {
  readonly fdb?: readonly z.infer<typeof station>[] | undefined;
  readonly mdb?: readonly z.infer<typeof groupEntry>[] | undefined;
}

type Fault = readonly [
  code: 'group-not-multicast' | 'group-link-local' | 'group-source-unsuited',
  detail: string,
  field: 'group' | 'source',
];

const notMulticast: Fault = [
  'group-not-multicast',
  "a group of IPv4, IPv6 or the link layer is needed here, as in '239.1.1.1' or '01:00:5e:01:01:01'",
  'group',
];

function faultOf(group: IpAddress | MacAddress, source: IpAddress | undefined): Fault | undefined {
  return isMac(group) ? macFault(group, source) : ipFault(group, source);
}

/** `IpAddress` and `MacAddress` are both text; an IPv6 address of six groups of two digits is none. */
export function isMac(group: IpAddress | MacAddress): group is MacAddress {
  return parseMacAddress(group) !== undefined;
}

/** The lowest bit of the first byte marks a group; all bits set is everybody (IEEE 802, 8.2.2). */
function macFault(group: MacAddress, source: IpAddress | undefined): Fault | undefined {
  const isGroup = (Number.parseInt(group.slice(0, 2), 16) & 1) === 1;
  if (!isGroup || group === 'ff:ff:ff:ff:ff:ff') return notMulticast;
  if (source === undefined) return undefined;
  return ['group-source-unsuited', 'a group of the link layer has no IP source', 'source'];
}

function ipFault(group: IpAddress, source: IpAddress | undefined): Fault | undefined {
  if (scopeOf(group) !== 'multicast') return notMulticast;
  if (isLinkLocal(group)) {
    const detail = `every port of a bridge gets what is sent to '${group}', a group of the link: leave it out`;
    return ['group-link-local', detail, 'group'];
  }
  const isSuited =
    source === undefined ||
    (familyOf(source) === familyOf(group) && ['global', 'link'].includes(scopeOf(source)));
  if (isSuited) return undefined;
  return ['group-source-unsuited', 'the source is one sender of the family of the group', 'source'];
}

/** What the kernel takes into no table (`br_mdb_is_valid_entry`): 224.0.0.0/24 and ff02::1. */
function isLinkLocal(group: IpAddress): boolean {
  const bytes = ipBytes(group);
  if (bytes.length === 4) return bytes.readUIntBE(0, 3) === 0xe00000;
  return group === 'ff02::1';
}
