import type { Kysely } from 'kysely';
import { fromJson } from './json-column.js';
import type { ContractRecord, ContractState, Page } from './records.js';
import type { Schema } from './schema.js';
import { StoreError } from './store-error.js';

/** One line of a list of contracts. */
export interface ContractSummary extends ContractRecord {
  readonly digest: string;
  readonly title: string;
  readonly tenant: string;
  readonly nodes: readonly string[];
}

/** A document that a host shall fetch. */
export interface DesiredContract {
  readonly contractId: string;
  readonly version: number;
  readonly digest: string;
  /** The trace of its approval (W3C Trace Context); absent: nobody listened. */
  readonly traceparent?: string;
}

/** The contracts as wholes; their versions are in `ContractVersionRepository`. */
export class ContractRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async find(contractId: string): Promise<ContractRecord | undefined> {
    return this.db
      .selectFrom('contracts')
      .selectAll()
      .where('contractId', '=', contractId)
      .executeTakeFirst();
  }

  async insert(contract: ContractRecord): Promise<void> {
    await this.db.insertInto('contracts').values(contract).execute();
  }

  /** Replaces the record whose revision is one less. Throws `store-conflict` when there is none. */
  async update(contract: ContractRecord): Promise<void> {
    const { numUpdatedRows } = await this.db
      .updateTable('contracts')
      .set(contract)
      .where('contractId', '=', contract.contractId)
      .where('revision', '=', contract.revision - 1)
      .executeTakeFirst();
    if (numUpdatedRows === 1n) return;
    throw new StoreError(
      'store-conflict',
      `could not store contract ${contract.contractId}: it was changed meanwhile; try again`,
    );
  }

  /** In the order of their ids, which is the order of their creation where ids are true ULIDs. */
  async list(page: Page & { readonly state?: ContractState }): Promise<readonly ContractSummary[]> {
    const { after, state } = page;
    const rows = await this.db
      .selectFrom('contracts as contract')
      .innerJoin('contractVersions as latest', (join) =>
        join
          .onRef('latest.contractId', '=', 'contract.contractId')
          .onRef('latest.version', '=', 'contract.version'),
      )
      .selectAll('contract')
      .select(['latest.digest', 'latest.title', 'latest.tenant', 'latest.nodes'])
      .$if(after !== undefined, (query) => query.where('contract.contractId', '>', after ?? ''))
      .$if(state !== undefined, (query) => query.where('contract.state', '=', state ?? 'signing'))
      .orderBy('contract.contractId')
      .limit(page.limit)
      .execute();
    return rows.map((row) => ({ ...row, nodes: fromJson(row.nodes) }));
  }

  async countByState(): Promise<ReadonlyMap<ContractState, number>> {
    const rows = await this.db
      .selectFrom('contracts')
      .select(({ fn }) => ['state', fn.countAll<number | string>().as('count')])
      .groupBy('state')
      .execute();
    return new Map(rows.map(({ state, count }) => [state, Number(count)]));
  }

  /** Remembers that an approved version named these hosts. */
  async addNodes(contractId: string, nodes: readonly string[]): Promise<void> {
    if (nodes.length === 0) return;
    await this.db
      .insertInto('contractNodes')
      .values(nodes.map((node) => ({ contractId, node })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Every host that any approved version ever named. */
  async nodesEverNamed(contractId: string): Promise<readonly string[]> {
    const rows = await this.db
      .selectFrom('contractNodes')
      .select('node')
      .where('contractId', '=', contractId)
      .orderBy('node')
      .execute();
    return rows.map(({ node }) => node);
  }

  /** The approved version of every contract that names or ever named the host. */
  async desiredOf(node: string): Promise<readonly DesiredContract[]> {
    const rows = await this.db
      .selectFrom('contractNodes as named')
      .innerJoin('contracts as contract', 'contract.contractId', 'named.contractId')
      .innerJoin('contractVersions as approved', (join) =>
        join
          .onRef('approved.contractId', '=', 'contract.contractId')
          .onRef('approved.version', '=', 'contract.approvedVersion'),
      )
      .select([
        'contract.contractId',
        'approved.version',
        'approved.digest',
        'approved.traceparent',
      ])
      .where('named.node', '=', node)
      .orderBy('contract.contractId')
      .execute();
    return rows.map(({ traceparent, ...row }) => ({
      ...row,
      ...(traceparent !== null && { traceparent }),
    }));
  }
}
