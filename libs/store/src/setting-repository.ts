import type { Kysely } from 'kysely';
import type { Schema } from './schema.js';

/** Facts that the controller decided once and keeps. */
export type SettingKey = 'trustAnchor';

export class SettingRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async get(key: SettingKey): Promise<string | undefined> {
    const row = await this.db
      .selectFrom('settings')
      .select('value')
      .where('key', '=', key)
      .executeTakeFirst();
    return row?.value;
  }

  async set(key: SettingKey, value: string): Promise<void> {
    await this.db
      .insertInto('settings')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  }
}
