import type { Kysely, Selectable } from 'kysely';
import type { ReportState } from '#protocol';
import { fromJson, toJson } from './json-column.js';
import type { ReportRecord } from './records.js';
import type { Schema } from './schema.js';

export interface ReportOutcome {
  readonly node: string;
  /** Of the version of which the host spoke. */
  readonly digest: string;
  readonly state: ReportState;
}

/** The last report of each host about each contract. */
export class ReportRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async put({ node, report, reportedAt }: ReportRecord): Promise<void> {
    const { version, digest, state } = report;
    const values = { version, digest, state, report: toJson(report), reportedAt };
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

  /** The outcomes alone: for contracts on many hosts, whose whole reports are large. */
  async outcomes(contractId: string): Promise<readonly ReportOutcome[]> {
    return this.db
      .selectFrom('reports')
      .select(['node', 'digest', 'state'])
      .where('contractId', '=', contractId)
      .orderBy('node')
      .execute();
  }

  async ofNode(node: string): Promise<readonly ReportRecord[]> {
    const rows = await this.db
      .selectFrom('reports')
      .selectAll()
      .where('node', '=', node)
      .orderBy('contractId')
      .execute();
    return rows.map(record);
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
