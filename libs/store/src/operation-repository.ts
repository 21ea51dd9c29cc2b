import type { Kysely, Selectable } from 'kysely';
import { fromJson, toJson } from './json-column.js';
import type { OperationRecord, OperationState, OperationStep, Page } from './records.js';
import type { Schema } from './schema.js';

/** Work in progress and its history: a step for each host. */
export class OperationRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async insert(operation: OperationRecord, steps: readonly OperationStep[]): Promise<void> {
    await this.db
      .insertInto('operations')
      .values({ ...operation, error: operation.error && toJson(operation.error) })
      .execute();
    if (steps.length === 0) return;
    await this.db
      .insertInto('operationSteps')
      .values(steps.map((step) => ({ operationId: operation.id, ...step })))
      .execute();
  }

  async find(id: string): Promise<OperationRecord | undefined> {
    const row = await this.db
      .selectFrom('operations')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && record(row);
  }

  /** Newest first; `after` is the id of the last one seen. */
  async list({ after, limit }: Page): Promise<readonly OperationRecord[]> {
    const rows = await this.db
      .selectFrom('operations')
      .selectAll()
      .$if(after !== undefined, (query) => query.where('id', '<', after ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(record);
  }

  async runningOf(contractId: string): Promise<readonly OperationRecord[]> {
    const rows = await this.db
      .selectFrom('operations')
      .selectAll()
      .where('contractId', '=', contractId)
      .where('state', '=', 'running')
      .execute();
    return rows.map(record);
  }

  async steps(id: string): Promise<readonly OperationStep[]> {
    return this.db
      .selectFrom('operationSteps')
      .select(['node', 'state', 'message', 'at'])
      .where('operationId', '=', id)
      .orderBy('node')
      .execute();
  }

  async setStep(id: string, step: OperationStep): Promise<void> {
    await this.db
      .updateTable('operationSteps')
      .set(step)
      .where('operationId', '=', id)
      .where('node', '=', step.node)
      .execute();
  }

  async finish({ id, state, finishedAt, error }: OperationRecord): Promise<void> {
    await this.db
      .updateTable('operations')
      .set({ state, finishedAt, error: error && toJson(error) })
      .where('id', '=', id)
      .execute();
  }

  async countByState(): Promise<ReadonlyMap<OperationState, number>> {
    const rows = await this.db
      .selectFrom('operations')
      .select(({ fn }) => ['state', fn.countAll<number | string>().as('count')])
      .groupBy('state')
      .execute();
    return new Map(rows.map(({ state, count }) => [state, Number(count)]));
  }
}

function record(row: Selectable<Schema['operations']>): OperationRecord {
  return { ...row, error: row.error === null ? null : fromJson(row.error) };
}
