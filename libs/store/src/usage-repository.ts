import type { Kysely, Selectable } from 'kysely';
import type { InterfaceUsage, UsageWindow } from '#usage';
import type { Page, UsageRecord, UsageTotals } from './records.js';
import type { Schema } from './schema.js';

/** What is left in the place of a window's JWS. */
export const deletedContent = '';

/** Windows of usage: only ever added, and their content is deleted when nobody keeps it any longer. */
export class UsageRepository {
  constructor(private readonly db: Kysely<Schema>) {}

  async last(node: string): Promise<UsageRecord | undefined> {
    return this.db
      .selectFrom('usageWindows')
      .selectAll()
      .where('node', '=', node)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  async add(record: UsageRecord, { interfaces }: UsageWindow): Promise<void> {
    await this.db.insertInto('usageWindows').values(record).execute();
    for (const usage of interfaces) await this.addTo(record.node, usage);
  }

  /** Those that end after one moment and not after another, in their order. */
  async ending(after: string, until: string): Promise<readonly UsageRecord[]> {
    return this.db
      .selectFrom('usageWindows')
      .selectAll()
      .where('endsAt', '>', after)
      .where('endsAt', '<=', until)
      .orderBy('endsAt')
      .orderBy('node')
      .execute();
  }

  /** Those of a host that still have their content and end before a moment, by their sequence numbers. */
  async contentOf(
    node: string,
    page: { readonly after: number; readonly before: string; readonly limit: number },
  ): Promise<readonly UsageRecord[]> {
    return this.db
      .selectFrom('usageWindows')
      .selectAll()
      .where('node', '=', node)
      .where('sequence', '>', page.after)
      .where('endsAt', '<', page.before)
      .where('jws', '!=', deletedContent)
      .orderBy('sequence')
      .limit(page.limit)
      .execute();
  }

  /** Leaves of windows that they were there, when, and their digests. */
  async deleteContent(node: string, sequences: readonly number[]): Promise<void> {
    if (sequences.length === 0) return;
    await this.db
      .updateTable('usageWindows')
      .set({ jws: deletedContent })
      .where('node', '=', node)
      .where('sequence', 'in', sequences)
      .execute();
  }

  /** By their numbers, which are the keys of a page. */
  async totalsOf(node: string, { after = '-1', limit }: Page): Promise<readonly UsageTotals[]> {
    return this.db
      .selectFrom('usageTotals')
      .selectAll()
      .where('node', '=', node)
      .where('number', '>', Number(after))
      .orderBy('number')
      .limit(limit)
      .execute();
  }

  private async addTo(node: string, usage: InterfaceUsage): Promise<void> {
    const { number } = usage;
    const known = await this.db
      .selectFrom('usageTotals')
      .selectAll()
      .where('node', '=', node)
      .where('number', '=', number)
      .executeTakeFirst();
    const values = sumOf(node, known, usage);
    await this.db
      .insertInto('usageTotals')
      .values(values)
      .onConflict((conflict) => conflict.columns(['node', 'number']).doUpdateSet(values))
      .execute();
  }
}

function sumOf(
  node: string,
  known: Selectable<Schema['usageTotals']> | undefined,
  {
    number,
    contractId,
    workload,
    interface: name,
    ingress,
    egress,
    overflowPackets,
  }: InterfaceUsage,
): UsageTotals {
  const sum = (before = '0', more = '0'): string => String(BigInt(before) + BigInt(more));
  return {
    node,
    number,
    contractId,
    workload,
    interface: name,
    receivePackets: sum(known?.receivePackets, ingress.packets),
    receiveOctets: sum(known?.receiveOctets, ingress.octets),
    transmitPackets: sum(known?.transmitPackets, egress.packets),
    transmitOctets: sum(known?.transmitOctets, egress.octets),
    overflowPackets: sum(known?.overflowPackets, overflowPackets),
  };
}
