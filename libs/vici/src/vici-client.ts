import { emptySection, type ViciSection } from './section.js';
import { ViciConnection } from './vici-connection.js';
import { ViciError } from './vici-error.js';

export interface ViciClientOptions {
  /** The UNIX socket of the daemon. */
  readonly path: string;
  /** Events to hear; those that this daemon does not have are left out. */
  readonly events: readonly string[];
  readonly onEvent: (name: string, message: ViciSection) => void;
  /**
   * Told whenever events are heard again: at first, and after a gap in which anything may have happened. Another daemon
   * may be at the socket, which knows nothing of what was loaded.
   */
  readonly onHearing: () => void;
  /** Told when events are no longer heard. */
  readonly onGap: (reason: ViciError) => void;
  /** Milliseconds until a request without its answer fails; absent: 10 s. */
  readonly patience?: number;
  /** Milliseconds between two tries to reach the daemon, doubled up to the second; absent: 50 and 5,000. */
  readonly pause?: readonly [first: number, longest: number];
}

/**
 * A daemon, spoken to over two sockets: commands on one, one after the other; events on the other, so that no command
 * holds them up. A lost socket is opened anew: that of the events by itself, that of the commands when it is needed.
 */
export class ViciClient {
  readonly #events: Promise<void>;
  readonly #stop = new AbortController();
  #commands: Promise<ViciConnection> | undefined;
  #heard: ViciConnection | undefined;
  readonly #unheard: string[] = [];

  constructor(private readonly options: ViciClientOptions) {
    this.#events = this.#keepHearing();
  }

  /** The answer to a command, also one that says `success = no`. Throws {@link ViciError}. */
  async request(command: string, message: ViciSection = emptySection): Promise<ViciSection> {
    return (await this.#connection()).request(command, message);
  }

  /** The same of a command that answers with `success`; what the daemon refuses is thrown. */
  async demand(command: string, message: ViciSection = emptySection): Promise<ViciSection> {
    return (await this.#connection()).demand(command, message);
  }

  /** The messages of a command that answers with events, each as it comes. Throws {@link ViciError}. */
  async *stream(
    command: string,
    event: string,
    message: ViciSection = emptySection,
  ): AsyncGenerator<ViciSection, void, undefined> {
    yield* (await this.#connection()).stream(command, event, message);
  }

  /** Does work during which this event is not heard: of a daemon that is kept busy, telling takes more than doing. */
  async without<Value>(event: string, work: () => Promise<Value>): Promise<Value> {
    this.#unheard.push(event);
    try {
      await this.#heard?.unsubscribe(event).catch(notHeard);
      return await work();
    } finally {
      this.#unheard.splice(this.#unheard.indexOf(event), 1);
      if (!this.#unheard.includes(event)) await this.#heard?.subscribe(event).catch(notHeard);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#heard?.close();
    await this.#commands?.then(
      (connection) => {
        connection.close();
      },
      () => undefined,
    );
    await this.#events;
  }

  async #connection(): Promise<ViciConnection> {
    if (this.#stop.signal.aborted) throw new ViciError('closed', 'the client was closed');
    const opening = this.#commands ?? this.#open();
    const connection = await opening.catch((cause: unknown) => {
      this.#forget(opening);
      throw cause;
    });
    if (connection.isOpen) return connection;
    this.#forget(opening);
    return this.#connection();
  }

  #open(): Promise<ViciConnection> {
    this.#commands = ViciConnection.open(this.options.path, this.options.patience);
    return this.#commands;
  }

  /** Somebody else may have opened another one already. */
  #forget(lost: Promise<ViciConnection>): void {
    if (this.#commands === lost) this.#commands = undefined;
  }

  async #keepHearing(): Promise<void> {
    const { signal } = this.#stop;
    const [first, longest] = this.options.pause ?? [50, 5_000];
    let pause = first;
    for (;;) {
      const reason = await this.#hear(() => {
        pause = first;
      });
      if (signal.aborted) return;
      this.options.onGap(reason);
      await sleep(pause, signal);
      pause = Math.min(pause * 2, longest);
    }
  }

  /** Hears events until the socket is lost; answers with the reason. */
  async #hear(onHearing: () => void): Promise<ViciError> {
    const { path, patience, events, onEvent } = this.options;
    try {
      const connection = await ViciConnection.open(path, patience);
      this.#heard = connection;
      if (this.#stop.signal.aborted) connection.close();
      connection.listen(onEvent);
      for (const event of events) {
        if (!this.#unheard.includes(event)) await connection.subscribe(event);
      }
      onHearing();
      this.options.onHearing();
      return await connection.ended;
    } catch (cause) {
      if (cause instanceof ViciError) return cause;
      throw cause;
    }
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

function notHeard(): undefined {
  return undefined; // The socket is lost: the next one hears what shall be heard then.
}
