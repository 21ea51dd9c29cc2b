import type { Kysely } from 'kysely';
import type { EventReceiverRecord } from './records.js';
import type { Schema } from './schema.js';

/** How far each receiver of events has been told. */
export class EventReceiverRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  find(name: string): Promise<EventReceiverRecord | undefined> {
    return this.db
      .selectFrom('eventReceivers')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst();
  }

  async save(record: EventReceiverRecord): Promise<void> {
    const { name: _name, ...values } = record;
    await this.db
      .insertInto('eventReceivers')
      .values(record)
      .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
      .execute();
  }
}
