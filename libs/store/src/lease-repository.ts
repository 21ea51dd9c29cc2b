import type { Kysely } from 'kysely';
import type { Schema } from './schema.js';

export interface LeaseRequest {
  /** What one of several controllers on this store does for all of them. */
  readonly name: string;
  readonly holder: string;
  readonly at: Date;
  readonly endsAt: Date;
}

/** Who does what only one of several controllers on this store may do. */
export class LeaseRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  /** Takes the lease, or has it end later; false: somebody else has it still. */
  async take({ name, holder, at, endsAt }: LeaseRequest): Promise<boolean> {
    const values = { holder, endsAt: endsAt.toISOString() };
    const taken = await this.db
      .insertInto('leases')
      .values({ name, ...values })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet(values)
          .where((lease) =>
            lease.or([
              lease('leases.holder', '=', holder),
              lease('leases.endsAt', '<=', at.toISOString()),
            ]),
          ),
      )
      .returning('leases.name')
      .executeTakeFirst();
    return taken !== undefined;
  }

  /** Leaves the lease to whoever takes it next. */
  async release(name: string, holder: string): Promise<void> {
    await this.db
      .deleteFrom('leases')
      .where('name', '=', name)
      .where('holder', '=', holder)
      .execute();
  }
}
