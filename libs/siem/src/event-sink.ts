import type { SiteEvent } from './site-event.js';

export interface RefusedEvent {
  readonly seq: number;
  /** Why the other side will never take it. */
  readonly reason: string;
}

/** Someone outside who is told what happens. */
export interface EventSink {
  /**
   * Hands over events, in order. Those that the other side refuses for good are answered; anything that may pass throws
   * a {@link SinkError}, after which all of them may be handed over again.
   */
  deliver(events: readonly SiteEvent[], signal: AbortSignal): Promise<readonly RefusedEvent[]>;
  close(): void;
}

export type SinkErrorCode = 'sink-unreachable' | 'sink-busy';

export class SinkError extends Error {
  override readonly name = 'SinkError';

  constructor(
    readonly code: SinkErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
