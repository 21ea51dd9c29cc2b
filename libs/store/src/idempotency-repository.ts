import type { Kysely } from 'kysely';
import { fromJson, toJson } from './json-column.js';
import type { StoredAnswer } from './records.js';
import type { Schema } from './schema.js';

export interface IdempotencyRecord {
  readonly fingerprint: string;
  /** Null while the first request is being worked on. */
  readonly answer: StoredAnswer | null;
  readonly createdAt: string;
}

/** Requests that carried an idempotency key, and what they were answered. */
export class IdempotencyRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  /** Whether the key is now this caller's: false when somebody has it already. */
  async claim(key: string, fingerprint: string, at: string): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.db
      .insertInto('idempotencyKeys')
      .values({ key, fingerprint, answer: null, createdAt: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  async find(key: string): Promise<IdempotencyRecord | undefined> {
    const row = await this.db
      .selectFrom('idempotencyKeys')
      .select(['fingerprint', 'answer', 'createdAt'])
      .where('key', '=', key)
      .executeTakeFirst();
    return row && { ...row, answer: row.answer === null ? null : fromJson(row.answer) };
  }

  async settle(key: string, answer: StoredAnswer): Promise<void> {
    await this.db
      .updateTable('idempotencyKeys')
      .set({ answer: toJson(answer) })
      .where('key', '=', key)
      .execute();
  }

  async release(key: string): Promise<void> {
    await this.db.deleteFrom('idempotencyKeys').where('key', '=', key).execute();
  }

  async forgetBefore(at: string): Promise<void> {
    await this.db.deleteFrom('idempotencyKeys').where('createdAt', '<', at).execute();
  }
}
