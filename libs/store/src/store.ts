import { CamelCasePlugin, Kysely } from 'kysely';
import { migrate } from './migrations/index.js';
import { repositoriesOn, type Repositories } from './repositories.js';
import type { Schema } from './schema.js';
import { sqliteDialect } from './sqlite-dialect.js';

/** The system of record. */
export interface Store extends Repositories {
  /**
   * Runs `work` with repositories of one transaction: all of its writes happen, or, when it throws, none. Inside,
   * use only the repositories given: SQLite has one connection, and the store's own wait until the end.
   */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens or creates the database file, readable by its owner only, and brings it to the newest shape. */
export async function openStore(file: string): Promise<Store> {
  const db = new Kysely<Schema>({
    dialect: sqliteDialect(file),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  await migrate(db);
  return {
    ...repositoriesOn(db),
    transaction: (work) =>
      db.transaction().execute((transaction) => work(repositoriesOn(transaction))),
    ping: async () => {
      await db.selectFrom('settings').select('key').limit(1).execute();
    },
    close: () => db.destroy(),
  };
}
