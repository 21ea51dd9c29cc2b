import type { Kysely, Selectable } from 'kysely';
import { fromJson, toJson } from './json-column.js';
import type { CharterRecord } from './records.js';
import type { Schema } from './schema.js';

/** Every accepted version of the site's charter. Append-only. */
export class CharterRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async insert(charter: CharterRecord): Promise<void> {
    await this.db
      .insertInto('charters')
      .values({ ...charter, payload: toJson(charter.payload) })
      .execute();
  }

  async latest(): Promise<CharterRecord | undefined> {
    const row = await this.db
      .selectFrom('charters')
      .selectAll()
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && record(row);
  }

  async byVersion(version: number): Promise<CharterRecord | undefined> {
    const row = await this.db
      .selectFrom('charters')
      .selectAll()
      .where('version', '=', version)
      .executeTakeFirst();
    return row && record(row);
  }

  async byDigest(digest: string): Promise<CharterRecord | undefined> {
    const row = await this.db
      .selectFrom('charters')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row && record(row);
  }

  /** Version and digest of each, ascending. */
  async index(): Promise<readonly { readonly version: number; readonly digest: string }[]> {
    return this.db
      .selectFrom('charters')
      .select(['version', 'digest'])
      .orderBy('version')
      .execute();
  }
}

function record(row: Selectable<Schema['charters']>): CharterRecord {
  return { ...row, payload: fromJson(row.payload) };
}
