import { canonicalJson, type JsonValue } from '#contract';
import { markOf, ownerOfMark } from './mark.js';
import { rememberByObject } from './remember.js';
import type { Owner } from './link-fields.js';

/** Families of nftables of which we use tables; `inet` is IPv4 and IPv6. */
export type NftFamily = 'inet' | 'bridge';

/** Where a chain is called from; a chain without it is only jumped to. */
export interface NftHook {
  readonly type: 'filter' | 'nat' | 'route';
  readonly hook: 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';
  /** Lower comes first; -150 is `mangle`, 0 is `filter`. */
  readonly priority: number;
  readonly policy: 'accept' | 'drop';
}

export interface NftChain {
  readonly name: string;
  readonly hook?: NftHook;
  readonly rules: readonly NftRule[];
}

/** The expressions of a rule, in the very form in which `nft -j list` tells them (libnftables-json(5)). */
export type NftRule = readonly JsonValue[];

declare const brand: unique symbol;
/** All chains of a table as one text that is the same for the same chains. */
export type NftChains = string & { readonly [brand]: 'NftChains' };

/** A table of ours, with all that is in it. It is put in place and taken away as a whole. */
export interface NftResource {
  readonly type: 'nft';
  readonly family: NftFamily;
  /** The name tells whose it is, as the alias of a link does. */
  readonly table: NftTableName;
  readonly chains: NftChains;
  readonly owner?: Owner;
}

export type NftTableName = string & { readonly [brand]: 'NftTableName' };

/** One table of each family for a workload. */
export function nftTable(
  family: NftFamily,
  owner: Owner,
  chains: readonly NftChain[],
): NftResource {
  return { type: 'nft', family, table: nftTableName(owner), chains: nftChains(chains), owner };
}

/** The mark, spelt as nft can read it: `hercules/<contract>/<workload>`. */
function nftTableName(owner: Owner): NftTableName {
  return markOf(owner).replace(':', '/') as NftTableName;
}

/** Undefined: the table is not ours. */
export function ownerOfNftTable(name: string): Owner | undefined {
  return ownerOfMark(name.replace('/', ':'));
}

/** Sorted by name: the order of chains means nothing, that of rules does. */
export function nftChains(chains: readonly NftChain[]): NftChains {
  return canonicalJson(
    chains.toSorted((left, right) => (left.name < right.name ? -1 : 1)),
  ) as NftChains;
}

/** The chains that a table names. */
export const chainsOfNftTable: (table: NftResource) => readonly NftChain[] = rememberByObject(
  ({ chains }: NftResource) => JSON.parse(chains) as readonly NftChain[],
);
