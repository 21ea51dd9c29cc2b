import type { Kysely, Selectable } from 'kysely';
import { fromJson, toJson } from './json-column.js';
import type { ContractState, ContractVersionRecord, SignedState } from './records.js';
import type { Schema } from './schema.js';

/** The versions of contracts, each with its signed envelope. Never deleted. */
export class ContractVersionRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async insert(version: ContractVersionRecord): Promise<void> {
    await this.db
      .insertInto('contractVersions')
      .values({
        ...version,
        traceparent: null,
        payload: toJson(version.payload),
        nodes: toJson(version.nodes),
        signatures: toJson(version.signatures),
        missing: toJson(version.missing),
      })
      .execute();
  }

  async find(contractId: string, version: number): Promise<ContractVersionRecord | undefined> {
    const row = await this.db
      .selectFrom('contractVersions')
      .selectAll()
      .where('contractId', '=', contractId)
      .where('version', '=', version)
      .executeTakeFirst();
    return row && record(row);
  }

  async byDigest(digest: string): Promise<ContractVersionRecord | undefined> {
    const row = await this.db
      .selectFrom('contractVersions')
      .selectAll()
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row && record(row);
  }

  /** All versions of a contract, ascending. */
  async list(contractId: string): Promise<readonly ContractVersionRecord[]> {
    const rows = await this.db
      .selectFrom('contractVersions')
      .selectAll()
      .where('contractId', '=', contractId)
      .orderBy('version')
      .execute();
    return rows.map(record);
  }

  async setState(
    contractId: string,
    version: number,
    state: ContractState,
    since: string,
  ): Promise<void> {
    await this.db
      .updateTable('contractVersions')
      .set({ state, stateSince: since })
      .where('contractId', '=', contractId)
      .where('version', '=', version)
      .execute();
  }

  /** Says which trace the approval of a version belongs to (W3C Trace Context). */
  async setTrace(contractId: string, version: number, traceparent: string): Promise<void> {
    await this.db
      .updateTable('contractVersions')
      .set({ traceparent })
      .where('contractId', '=', contractId)
      .where('version', '=', version)
      .execute();
  }

  /** Puts in the same payload with more signatures. */
  async setSigned(contractId: string, version: number, signed: SignedState): Promise<void> {
    await this.db
      .updateTable('contractVersions')
      .set({
        envelope: signed.envelope,
        signatures: toJson(signed.signatures),
        missing: toJson(signed.missing),
        charterVersion: signed.charterVersion,
      })
      .where('contractId', '=', contractId)
      .where('version', '=', version)
      .execute();
  }
}

function record({
  traceparent: _traceparent,
  ...row
}: Selectable<Schema['contractVersions']>): ContractVersionRecord {
  return {
    ...row,
    payload: fromJson(row.payload),
    nodes: fromJson(row.nodes),
    signatures: fromJson(row.signatures),
    missing: fromJson(row.missing),
  };
}
