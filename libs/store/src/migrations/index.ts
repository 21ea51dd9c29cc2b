import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { StoreError } from '../store-error.js';
import { firstTables } from './0001-first-tables.js';
import { contractWords } from './0002-contract-words.js';
import { nodeCapabilities } from './0003-node-capabilities.js';
import { usage } from './0004-usage.js';
import { eventReceivers } from './0005-event-receivers.js';
import { traces } from './0006-traces.js';
import { leases } from './0007-leases.js';

/** In the order of their names. A migration that was released is never edited; add another one. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': { up: firstTables },
  '0002-contract-words': { up: contractWords },
  '0003-node-capabilities': { up: nodeCapabilities },
  '0004-usage': { up: usage },
  '0005-event-receivers': { up: eventReceivers },
  '0006-traces': { up: traces },
  '0007-leases': { up: leases },
};

/** Brings the database to the newest shape; does nothing when it has it. */
export async function migrate<Tables>(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new StoreError(
      'store-migration-failed',
      'could not bring the database to the newest shape: was it written by a newer version of this program?',
      { cause: error },
    );
  }
}
