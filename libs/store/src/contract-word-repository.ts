import type { Kysely } from 'kysely';
import type { ContractWordKind, ContractWordRecord } from './records.js';
import type { Schema } from './schema.js';

/** The last word of each kind about each contract. */
export class ContractWordRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async put(word: ContractWordRecord): Promise<void> {
    const { id, digest, saidAt } = word;
    await this.db
      .insertInto('contractWords')
      .values(word)
      .onConflict((conflict) =>
        conflict.columns(['contractId', 'kind']).doUpdateSet({ id, digest, saidAt }),
      )
      .execute();
  }

  /** Words about approved versions that the host is asked to carry out; those about older versions count no more. */
  async heardBy(node: string, kind: ContractWordKind): Promise<readonly ContractWordRecord[]> {
    return this.db
      .selectFrom('contractNodes as named')
      .innerJoin('contracts as contract', 'contract.contractId', 'named.contractId')
      .innerJoin('contractVersions as approved', (join) =>
        join
          .onRef('approved.contractId', '=', 'contract.contractId')
          .onRef('approved.version', '=', 'contract.approvedVersion'),
      )
      .innerJoin('contractWords as word', (join) =>
        join
          .onRef('word.contractId', '=', 'approved.contractId')
          .onRef('word.digest', '=', 'approved.digest'),
      )
      .selectAll('word')
      .where('named.node', '=', node)
      .where('word.kind', '=', kind)
      .orderBy('word.contractId')
      .execute();
  }
}
