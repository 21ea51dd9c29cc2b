import type { LldpNeighbour } from '#drivers';

/** One LLDPDU: what a port says of itself. */
export type LldpAnnouncement = Omit<LldpNeighbour, 'link' | 'heardAt'> & {
  /** Seconds for which it holds; 0: the port says good-bye. */
  readonly holdsFor: number;
};

/** TLV types of IEEE 802.1AB-2016, clause 8.4. */
const tlv = {
  end: 0,
  chassis: 1,
  port: 2,
  timeToLive: 3,
  portDescription: 4,
  systemName: 5,
  organisation: 127,
} as const;
/** Of the status of a link aggregation: the port is in one at the moment. */
const aggregated = 0x02;

interface Tlv {
  readonly type: number;
  readonly value: Buffer;
}

/** Reads an LLDPDU, without its Ethernet header. Undefined where it is malformed: one port's nonsense is no failure. */
export function decodeAnnouncement(bytes: Buffer): LldpAnnouncement | undefined {
  const tlvs = tlvsOf(bytes);
  const [chassis, port, time] = tlvs ?? [];
  if (tlvs === undefined || chassis?.type !== tlv.chassis || port?.type !== tlv.port) {
    return undefined;
  }
  if (time?.type !== tlv.timeToLive || time.value.length < 2) return undefined;
  if (chassis.value.length < 2 || port.value.length < 2) return undefined;
  return {
    chassis: identifier(chassis.value, chassisSubtypes),
    port: identifier(port.value, portSubtypes),
    holdsFor: time.value.readUInt16BE(0),
    ...namesIn(tlvs),
    ...settingsIn(tlvs.flatMap(({ type, value }) => (type === tlv.organisation ? value : []))),
  };
}

/** Each is 7 bits of type, 9 of length, and its value. Undefined: one is longer than what is left. */
function tlvsOf(bytes: Buffer): readonly Tlv[] | undefined {
  const found: Tlv[] = [];
  let offset = 0;
  while (offset + 2 <= bytes.length) {
    const header = bytes.readUInt16BE(offset);
    const [type, length] = [header >> 9, header & 0x1ff];
    if (type === tlv.end) return found;
    offset += 2;
    if (offset + length > bytes.length) return undefined;
    found.push({ type, value: bytes.subarray(offset, offset + length) });
    offset += length;
  }
  return found;
}

type Subtypes = Readonly<Partial<Record<number, 'mac' | 'network'>>>;
/** Subtypes that are no text. */
const chassisSubtypes: Subtypes = { 4: 'mac', 5: 'network' };
const portSubtypes: Subtypes = { 3: 'mac', 4: 'network' };

/** Bytes of a number that is no text; what is longer is cut off. */
const longestNumber = 32;

function identifier(value: Buffer, subtypes: Subtypes): string {
  const form = subtypes[value.readUInt8(0)];
  if (form === undefined) return textOf(value.subarray(1));
  const id = value.subarray(1, 1 + longestNumber);
  return form === 'network'
    ? networkAddress(id)
    : [...id].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** An address family (IANA: 1 is IPv4) and the address; others than IPv4 as bytes. */
function networkAddress(id: Buffer): string {
  return id.length === 5 && id.readUInt8(0) === 1
    ? [...id.subarray(1)].join('.')
    : id.subarray(1).toString('hex');
}

function namesIn(tlvs: readonly Tlv[]): Pick<LldpAnnouncement, 'systemName' | 'portDescription'> {
  const text = (wanted: number): string | undefined => {
    const found = tlvs.find(({ type }) => type === wanted);
    return found === undefined ? undefined : textOf(found.value);
  };
  const [systemName, portDescription] = [text(tlv.systemName), text(tlv.portDescription)];
  return {
    ...(systemName !== undefined && { systemName }),
    ...(portDescription !== undefined && { portDescription }),
  };
}

type Settings = Pick<LldpAnnouncement, 'nativeVlan' | 'vlans' | 'isBundled' | 'largestFrame'>;

/** Of TLVs of organisations: 3 bytes of organisation, 1 of subtype, and what these say. */
function settingsIn(values: readonly Buffer[]): Settings {
  return values.reduce<Settings>(
    (settings, value) => {
      const read = settingReaders[value.subarray(0, 4).toString('hex')];
      return { ...settings, ...read?.(value.subarray(4), settings) };
    },
    { vlans: [] },
  );
}

type SettingReader = (value: Buffer, before: Settings) => Partial<Settings>;

const readAggregation: SettingReader = (value) =>
  value.length < 1 ? {} : { isBundled: (value.readUInt8(0) & aggregated) !== 0 };

/** By organisation and subtype: IEEE 802.1Q-2018, annex D, and IEEE 802.3-2018, clause 79. */
const settingReaders: Readonly<Partial<Record<string, SettingReader>>> = {
  // Port VLAN ID; 0: the port knows no VLANs, or does not tell.
  '0080c201': (value) => {
    const nativeVlan = numberIn(value) ?? 0;
    return isVlan(nativeVlan) ? { nativeVlan } : {};
  },
  // VLAN Name
  '0080c203': (value, { vlans }) => {
    const id = numberIn(value) ?? 0;
    if (!isVlan(id) || vlans.includes(id)) return {};
    return { vlans: [...vlans, id].toSorted((left, right) => left - right) };
  },
  // Link Aggregation, in newer and in older words
  '0080c207': readAggregation,
  '00120f03': readAggregation,
  // Maximum Frame Size
  '00120f04': (value) => {
    const largestFrame = numberIn(value);
    return largestFrame === undefined ? {} : { largestFrame };
  },
};

function isVlan(id: number): boolean {
  return id >= 1 && id <= 4094;
}

function numberIn(value: Buffer): number | undefined {
  return value.length < 2 ? undefined : value.readUInt16BE(0);
}

/** Anybody on the cable can say anything: what is not printable goes. */
function textOf(bytes: Buffer): string {
  return bytes
    .toString('utf8')
    .replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '')
    .slice(0, 255)
    .trim();
}
