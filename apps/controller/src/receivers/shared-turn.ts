import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#engine';
import type { Logger } from '#log';
import type { Store } from '#store';

export interface TurnParts {
  /** What it is that one of several controllers on a store does for all of them. */
  readonly name: string;
  /** Names this controller among them. */
  readonly holder: string;
  readonly leases: Pick<Store['leases'], 'take' | 'release'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds between two looks; absent: ten seconds. */
  readonly lookEvery?: number;
}

/** Milliseconds after which another controller takes over from one that has gone without a word. */
const lasts = 30_000;
const usualLook = 10_000;

/** Has one of several controllers on a store do a work; the others stand by. */
export class SharedTurn {
  constructor(private readonly parts: TurnParts) {}

  /** Does the work whenever it is ours, until the signal; its own signal comes also when it is not ours any more. */
  async run(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (await this.#take()) await this.#whileOurs(work, signal);
      else await this.#pause(signal);
    }
  }

  async #whileOurs(
    work: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const over = new AbortController();
    const done = work(AbortSignal.any([signal, over.signal])).finally(() => {
      over.abort(); // A work that fails leaves its turn to others.
    });
    const kept = this.#keep(AbortSignal.any([signal, over.signal])).finally(() => {
      over.abort();
    });
    try {
      await done;
    } finally {
      await kept;
      await this.parts.leases.release(this.parts.name, this.parts.holder);
    }
  }

  /** Returns when the turn is another's, or at the signal. */
  async #keep(signal: AbortSignal): Promise<void> {
    do await this.#pause(signal);
    while (!signal.aborted && (await this.#take()));
  }

  async #take(): Promise<boolean> {
    const { name, holder, leases, clock, logger } = this.parts;
    const at = clock.now();
    const endsAt = new Date(at.getTime() + lasts);
    try {
      return await leases.take({ name, holder, at, endsAt });
    } catch (error) {
      logger.warn('the store does not say whose turn it is; asking again', {
        turn: name,
        reason: error instanceof Error ? error.message : String(error),
      });
      return false;
    }
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const { lookEvery = usualLook } = this.parts;
    await sleep(lookEvery, undefined, { signal, ref: false }).catch(() => undefined); // the signal ends it
  }
}
