import { isIP } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { SinkError, type EventSink, type RefusedEvent } from './event-sink.js';
import type { SiteEvent, Speaker } from './site-event.js';
import { syslogMessage, type SyslogFormat } from './syslog-message.js';

export interface SyslogOptions {
  readonly host: string;
  readonly port: number;
  /** PEM: whose signature the collector's certificate must bear; absent: a public authority. */
  readonly ca?: string;
  /** PEM: ours, where the collector asks for one. */
  readonly cert?: string;
  readonly key?: string;
  readonly format: SyslogFormat;
  readonly speaker: Speaker;
  /** Milliseconds until a connection or a write counts as failed. */
  readonly patience?: number;
}

/** A syslog collector over TLS (RFC 5425): the frames of RFC 5424 messages with their lengths before them. */
export class SyslogSink implements EventSink {
  #socket: TLSSocket | undefined;

  constructor(private readonly options: SyslogOptions) {}

  async deliver(
    events: readonly SiteEvent[],
    signal: AbortSignal,
  ): Promise<readonly RefusedEvent[]> {
    const { speaker, format } = this.options;
    const frames = events.map((event) => frame(syslogMessage(event, speaker, format)));
    const socket = await this.#connected(signal);
    await this.#within(socket, 'take what was sent', signal, (done) => {
      socket.write(Buffer.concat(frames), done);
    });
    return [];
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #connected(signal: AbortSignal): Promise<TLSSocket> {
    if (this.#socket?.writable === true) return this.#socket;
    const socket = connect(connectionOptions(this.options));
    // A collector says nothing; what it would say is read, so that its end of the connection is noticed.
    socket.on('error', () => undefined).resume();
    await this.#within(socket, 'connect', signal, (done) => {
      socket.once('secureConnect', done);
    });
    this.#socket = socket;
    return socket;
  }

  /** Throws a {@link SinkError} and gives the connection up where it fails or takes too long. */
  async #within(
    socket: TLSSocket,
    what: string,
    signal: AbortSignal,
    work: (done: (error?: Error | null) => void) => void,
  ): Promise<void> {
    const { host, port, patience = 10_000 } = this.options;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const fail = (cause?: unknown): void => {
      reject(
        new SinkError('sink-unreachable', `syslog collector ${host}:${port} did not ${what}`, {
          cause,
        }),
      );
    };
    const ends = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    ends.addEventListener('abort', fail, { once: true });
    socket.once('error', fail).once('close', fail);
    work((error) => {
      if (error) fail(error);
      else resolve(undefined);
    });
    try {
      await promise;
    } catch (error) {
      socket.destroy();
      this.#socket = undefined;
      throw error;
    } finally {
      ends.removeEventListener('abort', fail);
      socket.off('error', fail).off('close', fail);
    }
  }
}

function connectionOptions({ host, port, ca, cert, key }: SyslogOptions): ConnectionOptions {
  return {
    host,
    port,
    // Addresses have no place in server name indication (RFC 6066, 3).
    ...(isIP(host) === 0 && { servername: host }),
    minVersion: 'TLSv1.2',
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
  };
}

function frame(message: string): Buffer {
  const text = Buffer.from(message);
  return Buffer.concat([Buffer.from(`${text.length} `), text]);
}
