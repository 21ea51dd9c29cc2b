import type { Kysely } from 'kysely';

/** Which trace the approval of a version belongs to, so that what hosts make of it belongs to that too. */
export async function traces(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('contract_versions').addColumn('traceparent', 'text').execute();
}
