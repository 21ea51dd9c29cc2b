import type { Clock } from '#engine';
import type { NodeRecord } from '#store';
import type { Journal } from '../core/journal.js';

/** `pending`: never heard of; `silent`: not heard of for too long. */
export type NodeState = 'pending' | 'connected' | 'silent';
export const nodeStates = [
  'pending',
  'connected',
  'silent',
] as const satisfies readonly NodeState[];

/** `lastSeenAt` is written at most this often, so that a poll need not wait for the disk. */
const precision = 10_000;

/** When each host was last heard of. */
export class Presence {
  constructor(
    private readonly journal: Journal,
    private readonly clock: Clock,
    /** A host that is not heard of for this long is silent. */
    private readonly silentAfterSeconds: number,
  ) {}

  /** Notes a sign of life. */
  async seen(node: NodeRecord): Promise<void> {
    const now = this.clock.now();
    if (node.lastSeenAt !== null && now.getTime() - Date.parse(node.lastSeenAt) < precision) return;
    const isBack = this.stateOf(node) === 'silent';
    await this.journal.change(`node ${node.id}`, async (unit) => {
      await unit.nodes.seen(node.id, unit.at);
      if (isBack) await unit.tell({ type: 'node.seen', subject: `node ${node.id}` });
    });
  }

  stateOf({ lastSeenAt }: Pick<NodeRecord, 'lastSeenAt'>): NodeState {
    if (lastSeenAt === null) return 'pending';
    return this.silentSince(lastSeenAt) === undefined ? 'connected' : 'silent';
  }

  /** Since when the host has been silent; undefined: it is not, or was never heard of. */
  silentSince(lastSeenAt: string | null): Date | undefined {
    if (lastSeenAt === null) return undefined;
    const from = new Date(Date.parse(lastSeenAt) + this.silentAfterSeconds * 1000);
    return from <= this.clock.now() ? from : undefined;
  }
}
