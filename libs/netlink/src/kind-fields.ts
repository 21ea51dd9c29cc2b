import { portAttribute, u32Attribute, u8Attribute, type Attributes } from './attributes.js';

/** One option of a kind of link and its attribute, both ways. */
export interface KindField<Value> {
  readonly encode: (value: Value) => Buffer;
  /** An absent attribute decodes to what the kernel means by its absence. */
  readonly decode: (data: Attributes) => Value;
}

/** The options of a kind of link, each in one line. */
export type KindFields<Options> = { readonly [Name in keyof Options]: KindField<Options[Name]> };

export function number8(type: number): KindField<number> {
  return { encode: (value) => u8Attribute(type, value), decode: (data) => data.u8(type) ?? 0 };
}

export function number32(type: number): KindField<number> {
  return { encode: (value) => u32Attribute(type, value), decode: (data) => data.u32(type) ?? 0 };
}

/** A port number: network byte order. */
export function port(type: number): KindField<number> {
  return { encode: (value) => portAttribute(type, value), decode: (data) => data.port(type) ?? 0 };
}

export function flag8(type: number): KindField<boolean> {
  const { encode, decode } = number8(type);
  return { encode: (value) => encode(Number(value)), decode: (data) => decode(data) !== 0 };
}

export function flag32(type: number): KindField<boolean> {
  const { encode, decode } = number32(type);
  return { encode: (value) => encode(Number(value)), decode: (data) => decode(data) !== 0 };
}

/** One of several words, which the kernel numbers in this order; the first stands for numbers beyond them too. */
export function word8<Word extends string>(
  type: number,
  words: readonly [Word, ...Word[]],
): KindField<Word> {
  const { encode, decode } = number8(type);
  return {
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

export function decodeFields<Options extends object>(
  fields: KindFields<Options>,
  data: Attributes,
): Options {
  return Object.fromEntries(
    namesOf(fields).map((name) => [name, fields[name].decode(data)]),
  ) as Options;
}

function namesOf<Options extends object>(fields: KindFields<Options>): readonly (keyof Options)[] {
  return Object.keys(fields) as (keyof Options)[];
}
