import { createHmac } from 'node:crypto';
import { cloudEvent } from './cloud-event.js';
import { SinkError, type EventSink, type RefusedEvent } from './event-sink.js';
import type { SiteEvent, Speaker } from './site-event.js';

export interface WebhookOptions {
  readonly url: string;
  /** What both sides know; the receiver checks the signature with it. */
  readonly secret: Uint8Array;
  readonly speaker: Speaker;
  readonly now: () => Date;
  /** Milliseconds until a call counts as failed. */
  readonly patience?: number;
}

/** Answers after which the same call may succeed. */
const passing = new Set([408, 425, 429]);

/**
 * A receiver of CloudEvents by POST, one event a call, signed as Standard Webhooks 1.0 say: the receiver knows by
 * `webhook-id` what it has had already.
 */
export class WebhookSink implements EventSink {
  constructor(private readonly options: WebhookOptions) {}

  async deliver(
    events: readonly SiteEvent[],
    signal: AbortSignal,
  ): Promise<readonly RefusedEvent[]> {
    const refused: RefusedEvent[] = [];
    for (const event of events) {
      const reason = await this.#post(event, signal);
      if (reason !== undefined) refused.push({ seq: event.seq, reason });
    }
    return refused;
  }

  close(): void {
    // Nothing is kept open.
  }

  /** Why it was refused; undefined: it was taken. */
  async #post(event: SiteEvent, signal: AbortSignal): Promise<string | undefined> {
    const { url, speaker } = this.options;
    const body = JSON.stringify(cloudEvent(event, speaker));
    const answer = await this.#call(body, this.#headers(`hercules-${event.seq}`, body), signal);
    await answer.body?.cancel();
    if (answer.ok) return undefined;
    const said = `${new URL(url).host} answered ${answer.status}`;
    if (answer.status >= 500 || passing.has(answer.status)) throw new SinkError('sink-busy', said);
    return said;
  }

  #headers(id: string, body: string): Readonly<Record<string, string>> {
    const timestamp = String(Math.floor(this.options.now().getTime() / 1000));
    const signature = createHmac('sha256', this.options.secret)
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64');
    return {
      'content-type': 'application/cloudevents+json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
  }

  async #call(
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Response> {
    const { url, patience = 10_000 } = this.options;
    try {
      return await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      });
    } catch (cause) {
      throw new SinkError('sink-unreachable', `could not reach ${new URL(url).host}`, { cause });
    }
  }
}
