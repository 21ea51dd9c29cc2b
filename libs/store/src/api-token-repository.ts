import type { Kysely, Selectable } from 'kysely';
import { fromJson, toJson } from './json-column.js';
import type { ApiTokenRecord } from './records.js';
import type { Schema } from './schema.js';

/** Tokens of operators and programs; only the hashes of their secrets are kept. */
export class ApiTokenRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async insert(token: ApiTokenRecord): Promise<void> {
    await this.db
      .insertInto('apiTokens')
      .values({ ...token, scopes: toJson(token.scopes) })
      .execute();
  }

  async find(id: string): Promise<ApiTokenRecord | undefined> {
    const row = await this.db
      .selectFrom('apiTokens')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && record(row);
  }

  async list(): Promise<readonly ApiTokenRecord[]> {
    const rows = await this.db.selectFrom('apiTokens').selectAll().orderBy('createdAt').execute();
    return rows.map(record);
  }

  async used(id: string, at: string): Promise<void> {
    await this.db.updateTable('apiTokens').set({ lastUsedAt: at }).where('id', '=', id).execute();
  }

  /** Whether there was one. */
  async delete(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.db
      .deleteFrom('apiTokens')
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows === 1n;
  }
}

function record(row: Selectable<Schema['apiTokens']>): ApiTokenRecord {
  return { ...row, scopes: fromJson(row.scopes) };
}
