import { Readable } from 'node:stream';

export interface ServerSentEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

/** Keeps a line open through proxies that close silent ones. */
export const heartbeat = ': heartbeat\n\n';

/** HTML standard, 9.2.5. */
export function formatEvent({ id, event, data }: ServerSentEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Streams without an end, which somebody must end when the program stops. */
export class OpenStreams {
  private readonly open = new Set<AbortController>();

  /** Text that is made as fast as the reader takes it; the signal is aborted when the reader or the program leaves. */
  start(produce: (signal: AbortSignal) => AsyncGenerator<string>): Readable {
    const stop = new AbortController();
    this.open.add(stop);
    const stream = Readable.from(produce(stop.signal), { objectMode: false, encoding: 'utf8' });
    stream.once('close', () => {
      stop.abort();
      this.open.delete(stop);
    });
    return stream;
  }

  closeAll(): void {
    for (const stop of this.open) stop.abort();
  }
}
