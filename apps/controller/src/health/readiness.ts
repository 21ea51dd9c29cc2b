import { accept, type Result } from '#contract';
import type { Store } from '#store';
import type { Logger } from '#log';
import { refuseWith } from '../problems/refuse-with.js';

export interface Health {
  readonly status: 'ok';
}

/** Whether the controller can do its work. */
export class Readiness {
  constructor(
    private readonly store: Store,
    private readonly logger: Logger,
  ) {}

  async check(): Promise<Result<Health>> {
    try {
      await this.store.ping();
      return accept({ status: 'ok' });
    } catch (error) {
      this.logger.error('the store does not answer', { error: String(error) });
      return refuseWith('store-unavailable', 'the store does not answer');
    }
  }
}
