/**
 * The message of a packet: named values, lists and sections, in the order in which they stand. Numbers and booleans are
 * texts; values may hold any bytes.
 */
export type ViciSection = ReadonlyMap<string, ViciValue>;
export type ViciValue = Buffer | readonly Buffer[] | ViciSection;

/** What is easily written; true is 'yes', false 'no', and an absent member is left out. */
export interface PlainSection {
  readonly [name: string]: PlainValue | undefined;
}
export type PlainValue =
  string | number | boolean | Buffer | readonly (string | Buffer)[] | PlainSection | ViciSection;

export const emptySection: ViciSection = new Map();

/**
 * A section of what was written. JavaScript puts members whose names are numbers first, whatever their place: where
 * order matters and names are somebody else's choice, pass a Map.
 */
export function sectionOf(plain: PlainSection): ViciSection {
  const entries = Object.entries(plain).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, valueOf(value)] as const],
  );
  return new Map(entries);
}

function valueOf(value: PlainValue): ViciValue {
  if (typeof value === 'boolean') return Buffer.from(value ? 'yes' : 'no');
  if (typeof value === 'string' || typeof value === 'number') return Buffer.from(String(value));
  if (Buffer.isBuffer(value) || value instanceof Map) return value;
  if (isList(value)) return value.map((item) => (Buffer.isBuffer(item) ? item : Buffer.from(item)));
  return sectionOf(value as PlainSection);
}

function isList(value: PlainValue): value is readonly (string | Buffer)[] {
  return Array.isArray(value);
}

export function isSection(value: ViciValue | undefined): value is ViciSection {
  return value instanceof Map;
}

/** The value of that name as text; undefined: there is none, or it is a list or section. */
export function textIn(section: ViciSection, name: string): string | undefined {
  const value = section.get(name);
  return Buffer.isBuffer(value) ? value.toString() : undefined;
}

/** The list of that name as texts; [] where there is none. */
export function textsIn(section: ViciSection, name: string): readonly string[] {
  const value = section.get(name);
  return Array.isArray(value) ? value.map(String) : [];
}

/** The section of that name; an empty one where there is none. */
export function sectionIn(section: ViciSection, name: string): ViciSection {
  const value = section.get(name);
  return isSection(value) ? value : emptySection;
}

/** The sections within a section, in their order. */
export function sectionsIn(
  section: ViciSection,
): readonly (readonly [name: string, section: ViciSection])[] {
  return [...section].flatMap(([name, value]) =>
    isSection(value) ? [[name, value] as const] : [],
  );
}
