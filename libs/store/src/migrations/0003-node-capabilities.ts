import type { Kysely } from 'kysely';

/** What the kernels of hosts can do, beside the state, which is large. */
export async function nodeCapabilities(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('nodes').addColumn('capabilities', 'text').execute();
}
