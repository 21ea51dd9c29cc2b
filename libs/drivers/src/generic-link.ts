import type { LinkFields } from './link-fields.js';
import { absentValue, type KindOptions, type KindTable, type KindValue } from './kind-table.js';
import type { InterfaceName } from './names.js';

/** What a link of a declared kind has because of its kind. */
export interface GenericPart {
  readonly kind: 'generic';
  /** The kernel's word for the kind. */
  readonly kernelKind: string;
  /** What only a new link can have. */
  readonly fixed: KindOptions;
  /** What the kernel changes in place. */
  readonly generic: KindOptions;
  /** What a host has once, in words; absent: nothing. It follows from the options and is not compared. */
  readonly claim?: string;
}

/** A link of a kind that a driver has declared with a `KindTable`. The core knows nothing else of it. */
export interface GenericLink extends LinkFields, GenericPart {
  readonly kind: 'generic';
  /** The link on top of which it stands (IFLA_LINK), with which the kernel takes it away; absent: none. */
  readonly lower?: InterfaceName;
  /** What its packets leave by where the kernel keeps no such tie, for the MTU that plans show; not compared. Absent: not told. */
  readonly over?: GenericCarrier;
}

export interface GenericCarrier {
  readonly link: InterfaceName;
  /** Bytes that are put round each packet. */
  readonly less: number;
  /** What puts them there, as in 'GENEVE over IPv4'. */
  readonly title: string;
}

/**
 * The options of a link, each in its place by the table; those that are not given have the table's value for it. The
 * same for what a driver wants and for what the adapter reads, so that both can be compared.
 *
 * @throws TypeError for an option that the table does not have: a mistake of the driver
 */
export function genericPart(table: KindTable, given: Partial<KindOptions>): GenericPart {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(table.fields, name));
  if (unknown !== undefined) {
    throw new TypeError(`the table of link kind '${table.kernelKind}' has no field '${unknown}'`);
  }
  const fixed: Record<string, KindValue> = {};
  const generic: Record<string, KindValue> = {};
  for (const [name, field] of Object.entries(table.fields)) {
    const value = given[name] ?? absentValue(field);
    if (value === undefined) continue;
    (field.change === 'recreate' ? fixed : generic)[name] = value;
    if (field.type === 'ip') fixed[`${name}Family`] = familyWord(value);
  }
  const claim = claimOf(table, { ...fixed, ...generic });
  return {
    kind: 'generic',
    kernelKind: table.kernelKind,
    fixed,
    generic,
    ...(claim !== undefined && { claim }),
  };
}

function familyWord(address: KindValue): 'ipv4' | 'ipv6' {
  return String(address).includes(':') ? 'ipv6' : 'ipv4';
}

function claimOf({ kernelKind, unique = [] }: KindTable, options: KindOptions): string | undefined {
  if (unique.length === 0) return undefined;
  const words = unique.map((name) => `${name} ${String(options[name] ?? 'none')}`);
  return `${kernelKind} link with ${words.join(', ')}`;
}
