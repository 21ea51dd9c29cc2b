import { decodeJwt } from 'jose';
import type { Clock } from '#engine';
import type { Store, UsageRecord } from '#store';
import { isPastRetention, leastRetained, parseUsageWindow } from '#usage';

/** Milliseconds between two looks: what is kept is kept for days. */
const interval = 24 * 3600 * 1000;
const pageSize = 200;

/** Deletes the content of windows that no contract has kept any longer; that they were there stays known. */
export class UsageRetention {
  #last = -Infinity;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** Looks once a day. */
  async tidy(): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() - this.#last < interval) return;
    await this.#prune(now);
    this.#last = now.getTime();
  }

  async #prune(now: Date): Promise<void> {
    const days = new Map<string, number | undefined>();
    const before = leastRetained(now).toISOString();
    for (const { id } of await this.store.nodes.list()) {
      let after = 0;
      for (;;) {
        const page = await this.store.usage.contentOf(id, { after, before, limit: pageSize });
        const past = await this.#past(page, days, now);
        await this.store.usage.deleteContent(id, past);
        after = page.at(-1)?.sequence ?? after;
        if (page.length < pageSize) break;
      }
    }
  }

  /** Sequence numbers of those that may go. */
  async #past(
    page: readonly UsageRecord[],
    days: Map<string, number | undefined>,
    now: Date,
  ): Promise<readonly number[]> {
    const past: number[] = [];
    for (const { sequence, jws } of page) {
      const window = parseUsageWindow(decodeJwt(jws));
      if (window === undefined) continue;
      for (const { contractId } of window.interfaces) {
        if (!days.has(contractId)) days.set(contractId, await this.#daysOf(contractId));
      }
      if (isPastRetention(window, (id) => days.get(id), now)) past.push(sequence);
    }
    return past;
  }

  async #daysOf(contractId: string): Promise<number | undefined> {
    const { contracts, contractVersions } = this.store;
    const version = (await contracts.find(contractId))?.approvedVersion ?? undefined;
    if (version === undefined) return undefined;
    const record = await contractVersions.find(contractId, version);
    return record?.payload.flow?.retentionDays;
  }
}
