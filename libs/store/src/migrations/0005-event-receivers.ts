import type { Kysely } from 'kysely';

/** How far those outside have been told what happened. */
export async function eventReceivers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('event_receivers')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('told_seq', 'integer', (column) => column.notNull())
    .addColumn('refused', 'integer', (column) => column.notNull())
    .addColumn('lost', 'integer', (column) => column.notNull())
    .addColumn('last_refusal', 'text')
    .execute();
}
