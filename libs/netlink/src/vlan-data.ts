import { qosEntries, qosMap, type QosMap, type VlanOptions } from '#drivers';
import {
  bytesAttribute,
  nestedAttribute,
  portAttribute,
  u16Attribute,
  type Attributes,
} from './attributes.js';

/**
 * IFLA_VLAN_* of include/uapi/linux/if_link.h. The kernel (`vlan_changelink` in net/8021q/vlan_netlink.c) changes flags
 * and maps of a link that exists; another id or protocol it takes without a word and without effect.
 */
const field = { id: 1, flags: 2, egressQos: 3, ingressQos: 4, protocol: 5 } as const;
/** VLAN_FLAG_* of include/uapi/linux/if_vlan.h. */
const flag = { reorderHeader: 0x1, gvrp: 0x2, looseBinding: 0x4, mvrp: 0x8 } as const;
/** EtherTypes of the tags, in network byte order on the wire and in the attribute. */
const etherType = { '802.1Q': 0x8100, '802.1ad': 0x88a8 } as const;
/** IFLA_VLAN_QOS_MAPPING: struct ifla_vlan_qos_mapping, u32 from, u32 to. */
const mapping = { type: 1, length: 8 } as const;

/** As the kernel keeps it: the parent is not among the data of the kind but an attribute of the link (IFLA_LINK). */
export type VlanData = Omit<VlanOptions, 'parent'>;

/** The options given. Of the maps in `before` what the new ones no longer have goes back to 0. */
export function encodeVlan(
  { id, protocol, ingressQos, egressQos, ...options }: Partial<VlanData>,
  before: Partial<VlanData> = {},
): readonly Buffer[] {
  return [
    ...(id === undefined ? [] : [u16Attribute(field.id, id)]),
    ...(protocol === undefined ? [] : [portAttribute(field.protocol, etherType[protocol])]),
    ...encodeFlags(options),
    ...encodeMap(field.egressQos, egressQos, before.egressQos),
    ...encodeMap(field.ingressQos, ingressQos, before.ingressQos),
  ];
}

/** struct ifla_vlan_flags: u32 flags, u32 mask of those that are meant. */
function encodeFlags(options: Partial<VlanData>): readonly Buffer[] {
  const given = flagNames.filter((name) => options[name] !== undefined);
  if (given.length === 0) return [];
  const payload = Buffer.alloc(8);
  payload.writeUInt32LE(bitsOf(given.filter((name) => options[name] === true)), 0);
  payload.writeUInt32LE(bitsOf(given), 4);
  return [bytesAttribute(field.flags, payload)];
}

const flagNames = ['reorderHeader', 'gvrp', 'looseBinding', 'mvrp'] as const;

function bitsOf(names: readonly (keyof typeof flag)[]): number {
  return names.reduce((bits, name) => bits | flag[name], 0);
}

/** The kernel merges what it is sent into what it has: a mapping ends when it is set to 0. */
function encodeMap(type: number, map: QosMap | undefined, before?: QosMap): readonly Buffer[] {
  if (map === undefined) return [];
  const ended = [...qosEntries(before ?? qosMap([])).keys()].map((from) => [from, 0] as const);
  const entries = new Map([...ended, ...qosEntries(map)]);
  if (entries.size === 0) return [];
  return [nestedAttribute(type, Array.from(entries, encodeMapping))];
}

function encodeMapping([from, to]: readonly [from: number, to: number]): Buffer {
  const payload = Buffer.alloc(mapping.length);
  payload.writeUInt32LE(from, 0);
  payload.writeUInt32LE(to, 4);
  return bytesAttribute(mapping.type, payload);
}

/** Undefined for a tag protocol that has no word here. */
export function decodeVlan(data: Attributes | undefined): Required<VlanData> | undefined {
  const type = data?.port(field.protocol) ?? etherType['802.1Q'];
  const protocol = protocols.find((name) => etherType[name] === type);
  if (data === undefined || protocol === undefined) return undefined;
  const flags = data.u32(field.flags) ?? 0;
  const isOn = (name: keyof typeof flag): boolean => (flags & flag[name]) !== 0;
  return {
    id: data.u16(field.id) ?? 0,
    protocol,
    reorderHeader: isOn('reorderHeader'),
    looseBinding: isOn('looseBinding'),
    gvrp: isOn('gvrp'),
    mvrp: isOn('mvrp'),
    ingressQos: decodeMap(data.nested(field.ingressQos)),
    egressQos: decodeMap(data.nested(field.egressQos)),
  };
}

const protocols = ['802.1Q', '802.1ad'] as const;

function decodeMap(mappings: Attributes | undefined): QosMap {
  const entries = (mappings?.all(mapping.type) ?? []).filter(
    ({ length }) => length >= mapping.length,
  );
  return qosMap(entries.map((entry) => [entry.readUInt32LE(0), entry.readUInt32LE(4)]));
}
