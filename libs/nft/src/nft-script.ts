import { chainsOfNftTable, type NftChain, type NftResource, type Operation } from '#drivers';

/** One command of libnftables-json(5). */
type Command = Readonly<Record<string, object>>;

/**
 * Characters of one script, which is an argument of the program: the kernel takes 128 KiB (MAX_ARG_STRLEN), and nft can't
 * open the socket that is the standard input of what Node starts.
 */
const largestScript = 96 * 1024;

/** Operations in their order, as many together as one script holds. */
export function batchesOf(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const batches: Operation[][] = [];
  let room = 0;
  for (const operation of operations) {
    const size = scriptOf([operation]).length;
    if (size > room) {
      batches.push([]);
      room = largestScript;
    }
    batches.at(-1)?.push(operation);
    room -= size;
  }
  return batches;
}

/** What nft is to do for operations, all of it or nothing. */
export function scriptOf(operations: readonly Operation[]): string {
  return JSON.stringify({ nftables: operations.flatMap(commandsOf) });
}

/** A table goes as a whole, also where it is not there any more, and comes as a whole. */
function commandsOf({ before, after }: Operation): readonly Command[] {
  const going = before?.type === 'nft' ? before : undefined;
  const coming = after?.type === 'nft' ? after : undefined;
  const table = coming ?? going;
  if (table === undefined) return [];
  return [
    { add: tableOf(table) },
    { delete: tableOf(table) },
    ...(coming === undefined ? [] : contentOf(coming)),
  ];
}

function contentOf(table: NftResource): readonly Command[] {
  const chains = chainsOfNftTable(table);
  return [
    { add: tableOf(table) },
    ...chains.map((chain) => ({ add: { chain: chainOf(table, chain) } })),
    ...chains.flatMap(({ name, rules }) =>
      rules.map((expr) => ({ add: { rule: { ...placeOf(table), chain: name, expr } } })),
    ),
  ];
}

function tableOf({ family, table }: NftResource): object {
  return { table: { family, name: table } };
}

function chainOf(table: NftResource, { name, hook }: NftChain): object {
  if (hook === undefined) return { ...placeOf(table), name };
  const { priority, ...settings } = hook;
  return { ...placeOf(table), name, ...settings, prio: priority };
}

function placeOf({ family, table }: NftResource): object {
  return { family, table };
}
