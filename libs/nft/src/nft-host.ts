import type { NftResource, Operation, ProvidedState } from '#drivers';
import {
  Exclusive,
  sortedByIdentity,
  type Bell,
  type HostProvider,
  type OperationOutcome,
} from '#engine';
import { isDeepStrictEqual } from 'node:util';
import { nftFailure } from './nft-failure.js';
import { ownTablesIn, tablesIn, type NftTableNames } from './nft-listing.js';
import { findProgram, nftAt, type Nft } from './nft-program.js';
import { batchesOf, scriptOf } from './nft-script.js';

export interface NftHostOptions {
  /** Absolute path of the program; absent: looked for. */
  readonly program?: string;
  /** Tells of every change of tables with our mark; absent: they are read at every observation. */
  readonly bell?: Bell;
}

/** Tables that are listed one by one rather than with all others of their families. */
const fewTables = 4;
/** Milliseconds after which tables are read also where nothing was told. */
const wholeAfter = 30_000;
/** Milliseconds between the first change that was told and the ring. */
const ringAfter = 20;

/** The tables of nftables that carry our mark, through the program `nft`. Tables of others are never read nor touched. */
export class NftHost implements HostProvider {
  readonly types = ['nft'] as const;
  #writes = 0;
  #state: { readonly nft: readonly NftResource[] } = { nft: [] };
  #readAt = -Infinity;
  #isStale = true;
  #timer: NodeJS.Timeout | undefined;
  #listener: () => void = () => undefined;
  readonly #turns = new Exclusive();

  /** Undefined: the host has no program `nft`, or a kernel without nf_tables. */
  static async open(options: NftHostOptions = {}): Promise<NftHost | undefined> {
    const file = options.program ?? (await findProgram('nft'));
    if (file === undefined) return undefined;
    const nft = nftAt(file);
    const { ok } = await nft(['-j', 'list', 'tables']);
    return ok ? new NftHost(nft, options.bell) : undefined;
  }

  constructor(
    private readonly nft: Nft,
    private readonly bell?: Bell,
  ) {
    bell?.onChange(() => {
      this.#hear();
    });
  }

  /** Transactions that were handed to the kernel since the start. */
  get writes(): number {
    return this.#writes;
  }

  observe(): Promise<ProvidedState> {
    return this.#turns.run(() => this.#observe());
  }

  /** In few transactions; where one is refused, each in one of its own, so that it is known which one is at fault. */
  apply(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    return this.#turns.run(async () => {
      this.#isStale = true;
      const outcomes: OperationOutcome[] = [];
      for (const batch of batchesOf(operations)) outcomes.push(...(await this.#carryOut(batch)));
      return outcomes;
    });
  }

  onChange(listener: () => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = (): undefined => undefined;
    };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.bell?.close();
  }

  #hear(): void {
    this.#isStale = true;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#isStale) this.#listener();
    }, ringAfter);
  }

  async #observe(): Promise<ProvidedState> {
    const begin = performance.now();
    const isDue = this.bell === undefined || begin - this.#readAt > wholeAfter;
    if (!this.#isStale && !isDue) return this.#state;
    this.#isStale = false;
    try {
      const nft = sortedByIdentity(await this.#read());
      this.#readAt = begin;
      if (!isDeepStrictEqual(nft, this.#state.nft)) this.#state = { nft };
      return this.#state;
    } catch (cause) {
      this.#isStale = true;
      throw cause;
    }
  }

  async #read(): Promise<readonly NftResource[]> {
    const names = ownTablesIn(await this.#list(['tables']));
    const lists: readonly (readonly string[])[] =
      names.length <= fewTables ? names.map(oneTable) : familiesOf(names).map(oneFamily);
    const tables: NftResource[] = [];
    for (const list of lists) tables.push(...tablesIn(await this.#list(list)));
    return tables;
  }

  async #list(what: readonly string[]): Promise<string> {
    const { ok, output, complaint } = await this.nft(['-j', 'list', ...what]);
    if (ok) return output;
    throw new Error(`listing ${what.join(' ')} of nftables failed: ${complaint.trim()}`);
  }

  async #carryOut(operations: readonly Operation[]): Promise<readonly OperationOutcome[]> {
    const complaint = await this.#run(operations);
    if (complaint === undefined) return operations.map(({ identity }) => ({ identity }));
    if (operations.length === 1) return operations.map((entry) => outcome(entry, complaint));
    const outcomes: OperationOutcome[] = [];
    for (const operation of operations) {
      outcomes.push(outcome(operation, await this.#run([operation])));
    }
    return outcomes;
  }

  async #run(operations: readonly Operation[]): Promise<string | undefined> {
    this.#writes += 1;
    const { ok, complaint } = await this.nft(['-j', scriptOf(operations)]);
    return ok ? undefined : complaint;
  }
}

function outcome(operation: Operation, complaint: string | undefined): OperationOutcome {
  const { identity } = operation;
  return complaint === undefined
    ? { identity }
    : { identity, failure: nftFailure(operation, complaint) };
}

function oneTable({ family, table }: NftTableNames): readonly string[] {
  return ['table', family, table];
}

function oneFamily(family: string): readonly string[] {
  return ['ruleset', family];
}

function familiesOf(names: readonly NftTableNames[]): readonly string[] {
  return [...new Set(names.map(({ family }) => family))];
}
