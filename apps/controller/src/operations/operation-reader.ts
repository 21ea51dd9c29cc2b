import { accept, type Result } from '#contract';
import type { Store } from '#store';
import type { Doorbell } from '../core/doorbell.js';
import { eventBell } from '../core/journal.js';
import { Answer } from '../http/answer.js';
import { decodeCursor, pageAnswer, type PageQuery } from '../http/cursor.js';
import { refuseWith } from '../problems/refuse-with.js';
import { viewOfOperation, type OperationView } from './operation-view.js';

/** Milliseconds after which one looks again even if no bell has rung. */
const longestPause = 60_000;

/** Shows operations, and waits for their ends. */
export class OperationReader {
  constructor(
    private readonly store: Store,
    private readonly doorbell: Doorbell,
  ) {}

  async view(id: string): Promise<Result<OperationView>> {
    const operation = await this.store.operations.find(id);
    return operation === undefined
      ? refuseWith('operation-unknown', `there is no operation '${id}'`)
      : accept(viewOfOperation(operation, await this.store.operations.steps(id)));
  }

  /** Answers when the operation has ended, at the latest after so many seconds. */
  async wait(id: string, seconds: number): Promise<Result<OperationView>> {
    const end = new AbortController();
    const timer = setTimeout(() => {
      end.abort();
    }, seconds * 1000);
    try {
      return await this.ended(id, seconds > 0 ? end.signal : AbortSignal.abort());
    } finally {
      clearTimeout(timer);
      end.abort();
    }
  }

  private async ended(id: string, deadline: AbortSignal): Promise<Result<OperationView>> {
    for (;;) {
      const next = this.doorbell.wait(eventBell, longestPause, deadline);
      const found = await this.view(id);
      if (!found.ok || found.value.state !== 'running' || deadline.aborted) return found;
      await next;
    }
  }

  async page(query: PageQuery, address: string): Promise<Result<Answer>> {
    const after = decodeCursor(query.cursor);
    if (!after.ok) return after;
    const found = await this.store.operations.list({
      limit: query.limit + 1,
      ...(after.value !== undefined && { after: after.value }),
    });
    const views = await Promise.all(
      found.map(async (operation) =>
        viewOfOperation(operation, await this.store.operations.steps(operation.id)),
      ),
    );
    return accept(pageAnswer(views, query, ({ id }) => id, address));
  }
}
