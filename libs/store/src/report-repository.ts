import type { Kysely, Selectable } from 'kysely';
import { fromJson, toJson } from './json-column.js';
import type { ReportRecord } from './records.js';
import type { Schema } from './schema.js';

/** The last report of each host about each contract. */
export class ReportRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async put({ node, report, reportedAt }: ReportRecord): Promise<void> {
    const values = { report: toJson(report), reportedAt };
    await this.db
      .insertInto('reports')
      .values({ node, contractId: report.contractId, ...values })
      .onConflict((conflict) => conflict.columns(['contractId', 'node']).doUpdateSet(values))
      .execute();
  }

  async find(contractId: string, node: string): Promise<ReportRecord | undefined> {
    const row = await this.db
      .selectFrom('reports')
      .selectAll()
      .where('contractId', '=', contractId)
      .where('node', '=', node)
      .executeTakeFirst();
    return row && record(row);
  }

  async ofContract(contractId: string): Promise<readonly ReportRecord[]> {
    const rows = await this.db
      .selectFrom('reports')
      .selectAll()
      .where('contractId', '=', contractId)
      .orderBy('node')
      .execute();
    return rows.map(record);
  }
}

function record({ node, report, reportedAt }: Selectable<Schema['reports']>): ReportRecord {
  return { node, report: fromJson(report), reportedAt };
}
