import {
  nftTable,
  ownerOfNftTable,
  type NftChain,
  type NftFamily,
  type NftHook,
  type NftResource,
  type NftRule,
} from '#drivers';

/** A table of ours by its names in the kernel. */
export type NftTableNames = Pick<NftResource, 'family' | 'table'>;

interface Listed {
  readonly family: string;
  readonly name: string;
  readonly table: string;
  readonly chain: string;
  readonly type?: NftHook['type'];
  readonly hook?: NftHook['hook'];
  readonly prio?: number;
  readonly policy?: NftHook['policy'];
  readonly expr?: NftRule;
}

type Entry = Readonly<Record<string, Listed | undefined>>;

const families: ReadonlySet<string> = new Set<NftFamily>(['inet', 'bridge']);

/** The tables of ours that a listing names, without what is in them. */
export function ownTablesIn(listing: string): readonly NftTableNames[] {
  return entriesOf(listing).flatMap(({ table }) =>
    table !== undefined && isOwn(table)
      ? [{ family: table.family as NftFamily, table: table.name as NftResource['table'] }]
      : [],
  );
}

/** The tables of ours that a listing shows with all that is in them. */
export function tablesIn(listing: string): readonly NftResource[] {
  const entries = entriesOf(listing);
  return ownTablesIn(listing).flatMap(({ family, table }) => {
    const owner = ownerOfNftTable(table);
    const isInside = (listed: Listed | undefined): listed is Listed =>
      listed?.family === family && listed.table === table;
    const inside = entries.filter((entry) => Object.values(entry).some(isInside));
    return owner === undefined ? [] : [nftTable(family, owner, chainsAmong(inside))];
  });
}

function chainsAmong(entries: readonly Entry[]): readonly NftChain[] {
  const rulesOf = (chain: string): readonly NftRule[] =>
    entries.flatMap(({ rule }) => (rule?.chain === chain ? [rule.expr ?? []] : []));
  const chains = entries.flatMap(({ chain }) =>
    chain === undefined ? [] : [{ ...hookOf(chain), name: chain.name, rules: rulesOf(chain.name) }],
  );
  return [...chains, ...strangersAmong(entries)];
}

/** Sets, maps and the like, which we never make: as chains of no possible name, so that the table differs. */
function strangersAmong(entries: readonly Entry[]): readonly NftChain[] {
  return entries.flatMap((entry) =>
    Object.entries(entry).flatMap(([kind, listed]) =>
      kind === 'chain' || kind === 'rule'
        ? []
        : [{ name: `${kind} ${listed?.name ?? ''}`, rules: [] }],
    ),
  );
}

function hookOf({ type, hook, prio, policy }: Listed): Pick<NftChain, 'hook'> {
  if (type === undefined || hook === undefined) return {};
  return { hook: { type, hook, priority: prio ?? 0, policy: policy ?? 'accept' } };
}

function isOwn({ family, name }: Listed): boolean {
  return families.has(family) && ownerOfNftTable(name) !== undefined;
}

/** Throws where the text is no answer of nft. */
function entriesOf(listing: string): readonly Entry[] {
  const { nftables } = JSON.parse(listing) as { readonly nftables: readonly Entry[] };
  return nftables;
}
