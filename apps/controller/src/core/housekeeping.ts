import type { Clock } from '#engine';
import type { Store } from '#store';
import type { Logger } from '#log';

const interval = 10 * 60 * 1000;
const day = 24 * 3600 * 1000;

/** Throws away what nobody will ask for any more. */
export class Housekeeping {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly eventsKept: number,
    private readonly usage: { tidy(): Promise<void> },
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.tidy(), interval).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  async tidy(): Promise<void> {
    const now = this.clock.now();
    try {
      await this.store.events.compact(this.eventsKept);
      await this.store.joinTokens.forgetExpired(now.toISOString());
      await this.usage.tidy();
      await this.store.idempotency.forgetBefore(new Date(now.getTime() - day).toISOString());
    } catch (error) {
      this.logger.warn('could not tidy up the store; trying again later', { error: String(error) });
    }
  }
}
