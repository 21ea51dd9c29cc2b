import type { Kysely, Selectable } from 'kysely';
import type { Problem, PublicKey } from '#contract';
import type { Capabilities, HostState } from '#drivers';
import { fromJson, toJson } from './json-column.js';
import type { NodeRecord, Page } from './records.js';
import type { Schema } from './schema.js';

const columns = [
  'id',
  'keyId',
  'publicKey',
  'agentVersion',
  'charterVersion',
  'joinedAt',
  'lastSeenAt',
  'generation',
  'problems',
  'capabilities',
  'stateDigest',
  'observedAt',
] as const;

export interface HostDescription {
  readonly agentVersion: string;
  /** Absent: the host has no charter yet. */
  readonly charterVersion?: number | undefined;
  readonly problems: readonly Problem[];
}

/** The hosts. The last observed state is large and therefore read on its own. */
export class NodeRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async find(id: string): Promise<NodeRecord | undefined> {
    const row = await this.db
      .selectFrom('nodes')
      .select(columns)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && record(row);
  }

  async byKey(keyId: string): Promise<NodeRecord | undefined> {
    const row = await this.db
      .selectFrom('nodes')
      .select(columns)
      .where('keyId', '=', keyId)
      .executeTakeFirst();
    return row && record(row);
  }

  async list(page?: Page): Promise<readonly NodeRecord[]> {
    const after = page?.after;
    const limit = page?.limit;
    const rows = await this.db
      .selectFrom('nodes')
      .select(columns)
      .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
      .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
      .orderBy('id')
      .execute();
    return rows.map(record);
  }

  /** Makes sure that there is a record; leaves an existing one as it is. */
  async ensure(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.db
      .insertInto('nodes')
      .values(ids.map((id) => ({ id, generation: 0, problems: toJson<readonly Problem[]>([]) })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async join(
    id: string,
    host: { key: PublicKey; agentVersion: string; at: string },
  ): Promise<void> {
    await this.ensure([id]);
    await this.db
      .updateTable('nodes')
      .set({
        keyId: host.key.kid,
        publicKey: toJson(host.key),
        agentVersion: host.agentVersion,
        joinedAt: host.at,
        lastSeenAt: host.at,
      })
      .where('id', '=', id)
      .execute();
  }

  /** The host must join anew before it is heard again. */
  async forgetKey(id: string): Promise<void> {
    await this.db
      .updateTable('nodes')
      .set({ keyId: null, publicKey: null, lastSeenAt: null })
      .where('id', '=', id)
      .execute();
  }

  async seen(id: string, at: string): Promise<void> {
    await this.db.updateTable('nodes').set({ lastSeenAt: at }).where('id', '=', id).execute();
  }

  /** What the host says about itself. */
  async describe(
    id: string,
    { charterVersion, agentVersion, problems }: HostDescription,
  ): Promise<void> {
    await this.db
      .updateTable('nodes')
      .set({
        agentVersion,
        problems: toJson(problems),
        ...(charterVersion !== undefined && { charterVersion }),
      })
      .where('id', '=', id)
      .execute();
  }

  async bumpGeneration(ids: readonly string[]): Promise<void> {
    await this.db
      .updateTable('nodes')
      .set(({ eb }) => ({ generation: eb('generation', '+', 1) }))
      .where('id', 'in', ids)
      .execute();
  }

  async setState(id: string, state: HostState, digest: string, at: string): Promise<void> {
    await this.db
      .updateTable('nodes')
      .set({
        state: toJson(state),
        capabilities: state.capabilities === undefined ? null : toJson(state.capabilities),
        stateDigest: digest,
        observedAt: at,
      })
      .where('id', '=', id)
      .execute();
  }

  /** What the kernel of a host can do, as it last said; undefined: it did not. */
  async capabilitiesOf(id: string): Promise<Capabilities | undefined> {
    const row = await this.db
      .selectFrom('nodes')
      .select('capabilities')
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.capabilities == null ? undefined : fromJson(row.capabilities);
  }

  /** The state was found unchanged. */
  async observed(id: string, at: string): Promise<void> {
    await this.db.updateTable('nodes').set({ observedAt: at }).where('id', '=', id).execute();
  }

  /** The state as the host last reported it; undefined: it never did. */
  async stateOf(id: string): Promise<HostState | undefined> {
    const row = await this.db
      .selectFrom('nodes')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.state == null ? undefined : fromJson(row.state);
  }
}

function record(row: Selectable<Pick<Schema['nodes'], (typeof columns)[number]>>): NodeRecord {
  return {
    ...row,
    publicKey: row.publicKey === null ? null : fromJson(row.publicKey),
    problems: fromJson(row.problems),
    capabilities: row.capabilities === null ? null : fromJson(row.capabilities),
  };
}
