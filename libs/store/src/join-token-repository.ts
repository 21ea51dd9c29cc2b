import type { Kysely } from 'kysely';
import type { JoinTokenRecord } from './records.js';
import type { Schema } from './schema.js';

/** Tokens that let a host join once; only their hashes are kept. */
export class JoinTokenRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async insert(token: JoinTokenRecord): Promise<void> {
    await this.db
      .insertInto('joinTokens')
      .values({ ...token, usedAt: null })
      .execute();
  }

  /** The token, unless it was used or has expired. */
  async findUsable(hash: string, at: string): Promise<JoinTokenRecord | undefined> {
    return this.db
      .selectFrom('joinTokens')
      .select(['hash', 'node', 'createdAt', 'expiresAt'])
      .where('hash', '=', hash)
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', at)
      .executeTakeFirst();
  }

  /** The token, if it was used and has not expired since. */
  async findUsed(hash: string, at: string): Promise<JoinTokenRecord | undefined> {
    return this.db
      .selectFrom('joinTokens')
      .select(['hash', 'node', 'createdAt', 'expiresAt'])
      .where('hash', '=', hash)
      .where('usedAt', 'is not', null)
      .where('expiresAt', '>', at)
      .executeTakeFirst();
  }

  /** Whether it was this call that used the token up: true at most once for each token. */
  async use(hash: string, at: string): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('joinTokens')
      .set({ usedAt: at })
      .where('hash', '=', hash)
      .where('usedAt', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async forgetExpired(before: string): Promise<void> {
    await this.db.deleteFrom('joinTokens').where('expiresAt', '<', before).execute();
  }
}
