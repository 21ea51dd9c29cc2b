import type { Kysely, Selectable } from 'kysely';
import { fromJson, toJson } from './json-column.js';
import type { EventRecord } from './records.js';
import type { Schema } from './schema.js';

const sequence = 'events';

/**
 * What happened, in order. Numbers come from a counter row, not from an identity column: they are given in the
 * order of commits and without gaps on every database, so a reader who has number n has missed nothing before it.
 */
export class EventRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async append(event: Omit<EventRecord, 'seq'>): Promise<EventRecord> {
    const seq = await this.next();
    await this.db
      .insertInto('events')
      .values({ ...event, seq, data: toJson(event.data) })
      .execute();
    return { seq, ...event };
  }

  /** Those with a number above `seq`, ascending. */
  async after(seq: number, limit: number): Promise<readonly EventRecord[]> {
    const rows = await this.db
      .selectFrom('events')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map(record);
  }

  /** Number of the newest event ever; 0: none yet. */
  async lastSeq(): Promise<number> {
    const row = await this.db
      .selectFrom('sequences')
      .select('value')
      .where('name', '=', sequence)
      .executeTakeFirst();
    return row?.value ?? 0;
  }

  /** Number of the oldest event that is still kept; one above `lastSeq` when none is. */
  async firstSeq(): Promise<number> {
    const row = await this.db
      .selectFrom('events')
      .select(({ fn }) => fn.min('seq').as('first'))
      .executeTakeFirst();
    return (row?.first as number | null | undefined) ?? (await this.lastSeq()) + 1;
  }

  /** Forgets all but the newest `keep`. */
  async compact(keep: number): Promise<void> {
    const last = await this.lastSeq();
    await this.db
      .deleteFrom('events')
      .where('seq', '<=', last - keep)
      .execute();
  }

  private async next(): Promise<number> {
    const { value } = await this.db
      .insertInto('sequences')
      .values({ name: sequence, value: 1 })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet(({ eb }) => ({ value: eb('sequences.value', '+', 1) })),
      )
      .returning('value')
      .executeTakeFirstOrThrow();
    return value;
  }
}

function record(row: Selectable<Schema['events']>): EventRecord {
  return { ...row, data: fromJson(row.data) };
}
