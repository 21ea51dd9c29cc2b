import {
  familyOf,
  genericPart,
  ipBytes,
  parseIpAddress,
  type GenericPart,
  type KindField,
  type KindOptions,
  type KindTable,
  type KindValue,
} from '#drivers';
import { ipOf } from './address-family.js';
import {
  bytesAttribute,
  portAttribute,
  u16Attribute,
  u32Attribute,
  u8Attribute,
  type Attributes,
} from './attributes.js';

/** The options given, by the table of their kind; what the table does not have follows from what it has. */
export function encodeGeneric(table: KindTable, options: KindOptions): readonly Buffer[] {
  return Object.entries(table.fields).flatMap(([name, field]) => {
    const value = options[name];
    return value === undefined ? [] : encodeField(field, value);
  });
}

/** All options of the table, those that are not told with the table's values for them. */
export function decodeGeneric(table: KindTable, data: Attributes | undefined): GenericPart {
  const told = Object.entries(table.fields).flatMap(([name, field]) => {
    const value = data === undefined ? undefined : decodeField(field, data);
    return value === undefined ? [] : [[name, value] as const];
  });
  return genericPart(table, Object.fromEntries(told));
}

interface NumberCodec {
  readonly encode: (attribute: number, value: number) => Buffer;
  readonly decode: (attribute: number, data: Attributes) => number | undefined;
}

const numbers = {
  u8: { encode: u8Attribute, decode: (type, data) => data.u8(type) },
  u16: { encode: u16Attribute, decode: (type, data) => data.u16(type) },
  u16be: { encode: portAttribute, decode: (type, data) => data.port(type) },
  u32: { encode: u32Attribute, decode: (type, data) => data.u32(type) },
  u32be: {
    encode: (type, value) => bytesAttribute(type, networkOrder(value)),
    decode: (type, data) => data.payload(type)?.readUInt32BE(),
  },
  flag8: { encode: u8Attribute, decode: (type, data) => data.u8(type) },
  word8: { encode: u8Attribute, decode: (type, data) => data.u8(type) },
  word32: { encode: u32Attribute, decode: (type, data) => data.u32(type) },
} as const satisfies Record<Exclude<KindField['type'], 'ip' | 'presence'>, NumberCodec>;

function encodeField(field: KindField, value: KindValue): readonly Buffer[] {
  if (field.type === 'ip') return encodeIp(field.attributes, String(value));
  const { type, attribute } = field;
  if (type === 'presence') return value === true ? [bytesAttribute(attribute, noBytes)] : [];
  const number = 'words' in field ? numberOf(field.words, value) : Number(value);
  return [numbers[type].encode(attribute, number)];
}

const noBytes = Buffer.alloc(0);

function decodeField(field: KindField, data: Attributes): KindValue | undefined {
  if (field.type === 'ip') {
    return ipOf(data.payload(field.attributes.ipv4) ?? data.payload(field.attributes.ipv6));
  }
  const { type, attribute } = field;
  if (type === 'presence') return data.has(attribute);
  const number = numbers[type].decode(attribute, data);
  if (number === undefined) return undefined;
  if (type === 'flag8') return number !== 0;
  return 'words' in field ? wordOf(field.words, number) : number;
}

function networkOrder(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** The inverse of {@link wordOf}. */
function numberOf(words: readonly string[], value: KindValue): number {
  const number = words.indexOf(String(value));
  return number < 0 ? Number(value) : number;
}

/** A number beyond the words has itself for a word: it differs from all of them. */
function wordOf(words: readonly string[], number: number): string {
  return words[number] ?? String(number);
}

function encodeIp(
  attributes: { readonly ipv4: number; readonly ipv6: number },
  text: string,
): readonly Buffer[] {
  const address = parseIpAddress(text);
  return address === undefined
    ? []
    : [bytesAttribute(attributes[familyOf(address)], ipBytes(address))];
}
