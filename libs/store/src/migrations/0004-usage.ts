import type { Kysely } from 'kysely';

/** What hosts have carried: their signed windows, and the sums of these by interface. */
export async function usage(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('usage_windows')
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('starts_at', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('jws', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_windows_key', ['node', 'sequence'])
    .execute();
  await db.schema.createIndex('usage_windows_end').on('usage_windows').column('ends_at').execute();
  await db.schema
    .createTable('usage_totals')
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('contract_id', 'text', (column) => column.notNull())
    .addColumn('workload', 'text', (column) => column.notNull())
    .addColumn('interface', 'text', (column) => column.notNull())
    .addColumn('receive_packets', 'text', (column) => column.notNull())
    .addColumn('receive_octets', 'text', (column) => column.notNull())
    .addColumn('transmit_packets', 'text', (column) => column.notNull())
    .addColumn('transmit_octets', 'text', (column) => column.notNull())
    .addColumn('overflow_packets', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_totals_key', ['node', 'number'])
    .execute();
}
