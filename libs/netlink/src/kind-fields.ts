import type { PortRange, VlanProtocol } from '#drivers';
import {
  bytesAttribute,
  portAttribute,
  u16Attribute,
  u32Attribute,
  u8Attribute,
  type Attributes,
} from './attributes.js';

/** One option of a kind of link and its attribute, both ways. */
export interface KindField<Value> {
  readonly type: number;
  readonly encode: (value: Value) => Buffer;
  /** An absent attribute decodes to what the kernel means by its absence. */
  readonly decode: (data: Attributes) => Value;
}

/** The options of a kind of link, each in one line. */
export type KindFields<Options> = { readonly [Name in keyof Options]: KindField<Options[Name]> };

export function number8(type: number): KindField<number> {
  return {
    type,
    encode: (value) => u8Attribute(type, value),
    decode: (data) => data.u8(type) ?? 0,
  };
}

export function number32(type: number): KindField<number> {
  return {
    type,
    encode: (value) => u32Attribute(type, value),
    decode: (data) => data.u32(type) ?? 0,
  };
}

export function number16(type: number): KindField<number> {
  return {
    type,
    encode: (value) => u16Attribute(type, value),
    decode: (data) => data.u16(type) ?? 0,
  };
}

/** Seconds, of which the kernel counts hundredths (`clock_t`). */
export function seconds32(type: number): KindField<number> {
  const { encode, decode } = number32(type);
  return {
    type,
    encode: (value) => encode(value * 100),
    decode: (data) => decode(data) / 100,
  };
}

/** The kind of a tag by its EtherType: network byte order; what is no S-tag is a C-tag. */
export function etherType(type: number): KindField<VlanProtocol> {
  const { encode, decode } = port(type);
  return {
    type,
    encode: (protocol) => encode(protocol === '802.1ad' ? 0x88a8 : 0x8100),
    decode: (data) => (decode(data) === 0x88a8 ? '802.1ad' : '802.1Q'),
  };
}

/** A port number: network byte order. */
export function port(type: number): KindField<number> {
  return {
    type,
    encode: (value) => portAttribute(type, value),
    decode: (data) => data.port(type) ?? 0,
  };
}

export function flag8(type: number): KindField<boolean> {
  const { encode, decode } = number8(type);
  return {
    type,
    encode: (value) => encode(Number(value)),
    decode: (data) => decode(data) !== 0,
  };
}

/** NLA_FLAG on the way to the kernel, where it can only be switched on; told as one byte, or by being there. */
export function presence(type: number): KindField<boolean> {
  return {
    type,
    encode: (value) => (value ? bytesAttribute(type, Buffer.alloc(0)) : Buffer.alloc(0)),
    decode: (data) => data.payload(type)?.every((byte) => byte !== 0) ?? false,
  };
}

/** struct ifla_vxlan_port_range: u16 low, u16 high, network byte order. */
export function portRange(type: number): KindField<PortRange> {
  return {
    type,
    encode: (range) => {
      const payload = Buffer.alloc(4);
      for (const [place, end] of range.split('-').entries()) {
        payload.writeUInt16BE(Number(end), place * 2);
      }
      return bytesAttribute(type, payload);
    },
    decode: (data) => {
      const payload = data.payload(type);
      return payload?.length === 4
        ? `${payload.readUInt16BE(0)}-${payload.readUInt16BE(2)}`
        : '0-0';
    },
  };
}

/** A flow label of IPv6: four bytes in network byte order. */
export function flowLabel(type: number): KindField<number> {
  return {
    type,
    encode: (value) => {
      const payload = Buffer.alloc(4);
      payload.writeUInt32BE(value, 0);
      return bytesAttribute(type, payload);
    },
    decode: (data) => data.payload(type)?.readUInt32BE(0) ?? 0,
  };
}

export function flag32(type: number): KindField<boolean> {
  const { encode, decode } = number32(type);
  return {
    type,
    encode: (value) => encode(Number(value)),
    decode: (data) => decode(data) !== 0,
  };
}

/** One of several words, which the kernel numbers in this order; the first stands for numbers beyond them too. */
export function word8<Word extends string>(
  type: number,
  words: readonly [Word, ...Word[]],
): KindField<Word> {
  const { encode, decode } = number8(type);
  return {
    type,
    encode: (word) => encode(words.indexOf(word)),
    decode: (data) => words[decode(data)] ?? words[0],
  };
}

/** The options given; one that is undefined is left out. */
export function encodeFields<Options extends object>(
  fields: KindFields<Options>,
  options: Partial<Options>,
): readonly Buffer[] {
  return namesOf(fields).flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [fields[name].encode(value)];
  });
}

/** An option that has no attribute takes its value from `absent`; without it, what the field makes of that. */
export function decodeFields<Options extends object>(
  fields: KindFields<Options>,
  data: Attributes,
  absent: Partial<Options> = {},
): Options {
  return Object.fromEntries(
    namesOf(fields).map((name) => {
      const field = fields[name];
      const value = data.has(field.type) ? undefined : absent[name];
      return [name, value ?? field.decode(data)];
    }),
  ) as Options;
}

function namesOf<Options extends object>(fields: KindFields<Options>): readonly (keyof Options)[] {
  return Object.keys(fields) as (keyof Options)[];
}
