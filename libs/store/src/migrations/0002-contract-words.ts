import type { Kysely } from 'kysely';

/** What operators say about versions that are in force: let them stay, or try once more. */
export async function contractWords(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('contract_words')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('contract_id', 'text', (column) =>
      column.notNull().references('contracts.contract_id'),
    )
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('said_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('contract_words_key', ['contract_id', 'kind'])
    .execute();
}
