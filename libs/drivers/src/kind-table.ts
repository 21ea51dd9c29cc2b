/** What a number, a word or an address of a link is: comparable by `===`. */
export type KindValue = string | number | boolean;
export type KindOptions = Readonly<Record<string, KindValue>>;

/** How the kernel takes another value while the link stands: or only by making the link anew. */
export type FieldChange = 'in-place' | 'recreate';

/** Where a number stands: `u16` and `u32` in the order of the host, the `be` ones in that of the network. */
export interface NumberField {
  readonly type: 'u8' | 'u16' | 'u16be' | 'u32' | 'u32be';
  /** Number of the attribute in IFLA_INFO_DATA (include/uapi/linux/if_link.h). */
  readonly attribute: number;
  readonly change: FieldChange;
  /** What is asked for where a workload says nothing, and what the kernel means by telling nothing; absent: 0. */
  readonly absent?: number;
}

/** A byte that is 0 or 1. */
export interface FlagField {
  readonly type: 'flag8';
  readonly attribute: number;
  readonly change: FieldChange;
  /** Absent: false. */
  readonly absent?: boolean;
}

/** An attribute without a value (NLA_FLAG): there or not. The kernel has no word for taking it away. */
export interface PresenceField {
  readonly type: 'presence';
  readonly attribute: number;
  readonly change: 'recreate';
}

/** One of several words, which the kernel numbers in their order; the first one where nothing is said. */
export interface WordField {
  readonly type: 'word8' | 'word32';
  readonly attribute: number;
  readonly change: FieldChange;
  readonly words: readonly [string, ...string[]];
}

/** An address, which has an attribute for each family. Another family always needs the link to be made anew. */
export interface IpField {
  readonly type: 'ip';
  readonly attributes: { readonly ipv4: number; readonly ipv6: number };
  readonly change: FieldChange;
}

export type KindField = NumberField | FlagField | PresenceField | WordField | IpField;

/**
 * A kind of link that the core does not know, as its driver declares it. By this table alone links of the kind are made,
 * read, compared, changed and put back.
 *
 * ```ts
 * export const geneveKind: KindTable = {
 *   kernelKind: 'geneve',
 *   fields: {
 *     vni: { type: 'u32', attribute: 1, change: 'recreate' },
 *     remote: { type: 'ip', attributes: { ipv4: 2, ipv6: 7 }, change: 'in-place' },
 *     ttl: { type: 'u8', attribute: 3, change: 'in-place' },
 *   },
 *   unique: ['vni', 'remote'],
 * };
 * ```
 */
export interface KindTable {
  /** The kernel's word, as in `ip link add type WORD`. */
  readonly kernelKind: string;
  readonly fields: Readonly<Record<string, KindField>>;
  /** Fields of which a host has every combination once; absent: as many alike as one likes. */
  readonly unique?: readonly string[];
}

/** The kinds that third-party drivers have declared, by the kernel's word. */
export type KindTables = ReadonlyMap<string, KindTable>;

/** The value of a field of which nothing is said; undefined: there is none. */
export function absentValue(field: KindField): KindValue | undefined {
  if (field.type === 'ip') return undefined;
  if (field.type === 'presence') return false;
  if (field.type === 'flag8') return field.absent ?? false;
  return 'words' in field ? field.words[0] : (field.absent ?? 0);
}
