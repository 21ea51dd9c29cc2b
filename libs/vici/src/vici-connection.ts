import { createConnection, type Socket } from 'node:net';
import { encodeRequest, decodeReply, type Reply, type Request } from './packet.js';
import { PacketReader } from './packet-reader.js';
import { emptySection, textIn, type ViciSection } from './section.js';
import { ViciError } from './vici-error.js';

export type EventListener = (name: string, message: ViciSection) => void;

type Answer = Exclude<Reply, { readonly kind: 'event' }>;

interface Question {
  readonly name: string;
  readonly settle: (answer: Answer | ViciError) => void;
}

/** Milliseconds between two tries while so many others come to the socket at once that it has no room to wait in. */
const roomAfter = 20;

/**
 * One socket to an IKE daemon, which takes one request after the other and answers in that order: the protocol numbers
 * none. Several may be on their way; of streams one at a time. After a time-out the socket is destroyed: the late answer
 * would be taken for that of the next request.
 */
export class ViciConnection {
  readonly #reader = new PacketReader();
  readonly #registered = new Map<string, Promise<boolean>>();
  readonly #listeners = new Set<EventListener>();
  readonly #ended = Promise.withResolvers<ViciError>();
  readonly #questions: Question[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #failure: ViciError | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isCorked = false;

  /** @param patience milliseconds of silence, where an answer is due, after which it fails, and the socket with it */
  static async open(path: string, patience = 10_000): Promise<ViciConnection> {
    const end = performance.now() + patience;
    for (;;) {
      try {
        return new ViciConnection(await connected(path, patience), patience);
      } catch (cause) {
        const { code, message } = cause as NodeJS.ErrnoException;
        const isCrowded = code === 'EAGAIN'; // connect(2)
        if (!isCrowded || performance.now() > end) {
          const detail = `can't reach the IKE daemon at '${path}': ${message}`;
          throw new ViciError('unreachable', detail, { cause });
        }
        await new Promise((resolve) => setTimeout(resolve, roomAfter));
      }
    }
  }

  private constructor(
    private readonly socket: Socket,
    private readonly patience: number,
  ) {
    socket.on('data', (bytes) => {
      this.#receive(bytes);
    });
    socket.on('error', (cause) => {
      this.#end(
        new ViciError('closed', `the IKE daemon's socket failed: ${cause.message}`, { cause }),
      );
    });
    socket.on('close', () => {
      this.#end(new ViciError('closed', 'the IKE daemon closed its socket'));
    });
  }

  /** Settles, with the reason, when nothing more can be asked. */
  get ended(): Promise<ViciError> {
    return this.#ended.promise;
  }

  get isOpen(): boolean {
    return this.#failure === undefined;
  }

  /** The answer to a command, also one that says `success = no`. Throws {@link ViciError}. */
  request(command: string, message: ViciSection = emptySection): Promise<ViciSection> {
    return this.#command(command, message);
  }

  /** The same of a command that answers with `success`; what the daemon refuses is thrown. */
  async demand(command: string, message: ViciSection = emptySection): Promise<ViciSection> {
    const answer = await this.request(command, message);
    if (textIn(answer, 'success') === 'yes') return answer;
    const words = textIn(answer, 'errmsg') ?? 'it gave no reason';
    throw new ViciError('refused', `the IKE daemon refused '${command}': ${words}`);
  }

  /**
   * The messages of a command that answers with events, each as it comes. The command runs to its end also where nobody
   * reads on. Throws {@link ViciError}, after what had come before.
   */
  async *stream(
    command: string,
    event: string,
    message: ViciSection = emptySection,
  ): AsyncGenerator<ViciSection, void, undefined> {
    const come: (ViciSection | 'end')[] = [];
    let wake = Promise.withResolvers<undefined>();
    const take = (part: ViciSection | 'end'): void => {
      come.push(part);
      wake.resolve(undefined);
    };
    const whole = this.#collect(command, event, message, take).finally(() => {
      take('end');
    });
    whole.catch(() => undefined);
    for (;;) {
      for (const part of come.splice(0)) {
        if (part === 'end') {
          await whole;
          return;
        }
        yield part;
      }
      await wake.promise;
      wake = Promise.withResolvers<undefined>();
    }
  }

  /** Registers for an event, once however often it is asked for. False: this daemon has no such event. */
  subscribe(event: string): Promise<boolean> {
    const known = this.#registered.get(event);
    if (known !== undefined) return known;
    const registration = this.#register(event);
    registration.catch(() => this.#registered.delete(event));
    this.#registered.set(event, registration);
    return registration;
  }

  /** Events of this name come no more. */
  async unsubscribe(event: string): Promise<void> {
    const known = this.#registered.get(event);
    this.#registered.delete(event);
    if ((await known) !== true) return;
    const answer = await this.#ask({ kind: 'unregister', name: event });
    if (answer.kind !== 'event-confirm') throw this.#confused(event, answer);
  }

  /** Answers with how to stop. */
  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    this.#end(new ViciError('closed', 'the connection to the IKE daemon was closed'));
  }

  async #command(name: string, message: ViciSection): Promise<ViciSection> {
    const answer = await this.#ask({ kind: 'command', name, message });
    if (answer.kind === 'response') return answer.message;
    if (answer.kind === 'command-unknown') {
      throw new ViciError('unknown-command', `the IKE daemon has no command '${name}'`);
    }
    throw this.#confused(name, answer);
  }

  async #register(event: string): Promise<boolean> {
    const answer = await this.#ask({ kind: 'register', name: event });
    if (answer.kind === 'event-confirm') return true;
    if (answer.kind === 'event-unknown') return false;
    throw this.#confused(event, answer);
  }

  /** One at a time: the events of another stream would be taken for those of this one. */
  #collect(
    command: string,
    event: string,
    message: ViciSection,
    take: (part: ViciSection) => void,
  ): Promise<void> {
    return this.#inTurn(async () => {
      if (!(await this.subscribe(event))) {
        throw new ViciError('unknown-event', `the IKE daemon has no event '${event}'`);
      }
      await this.#hearWhile(command, event, message, take);
    });
  }

  async #hearWhile(
    command: string,
    event: string,
    message: ViciSection,
    take: (part: ViciSection) => void,
  ): Promise<void> {
    const stop = this.listen((name, part) => {
      if (name === event) take(part);
    });
    try {
      const answer = await this.#command(command, message);
      if (textIn(answer, 'success') !== 'no') return;
      const words = textIn(answer, 'errmsg') ?? 'it gave no reason';
      throw new ViciError('refused', `the IKE daemon refused '${command}': ${words}`);
    } finally {
      stop();
    }
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #ask(request: Request): Promise<Answer> {
    const packet = encodeRequest(request);
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      const settle = (answer: Answer | ViciError): void => {
        if (answer instanceof ViciError) reject(answer);
        else resolve(answer);
      };
      this.#questions.push({ name: request.name, settle });
      if (this.#questions.length === 1) this.#wait();
      this.#send(packet);
    });
  }

  /** What is asked within one turn of the event loop goes in one write. */
  #send(packet: Buffer): void {
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.socket.cork();
      process.nextTick(() => {
        this.#isCorked = false;
        this.socket.uncork();
      });
    }
    this.socket.write(packet);
  }

  /** One timer for all: answers come in their order, so that the first one is the one that is due. */
  #wait(): void {
    clearTimeout(this.#timer);
    const [due] = this.#questions;
    if (due === undefined) return;
    this.#timer = setTimeout(() => {
      const detail = `the IKE daemon gave no answer to '${due.name}' within ${this.patience} ms`;
      this.#end(new ViciError('timeout', detail));
    }, this.patience);
  }

  #receive(bytes: Buffer): void {
    try {
      for (const packet of this.#reader.read(bytes)) this.#take(decodeReply(packet));
    } catch (cause) {
      this.#end(
        cause instanceof ViciError
          ? cause
          : new ViciError('malformed', 'an answer could not be taken', { cause }),
      );
    }
  }

  #take(reply: Reply): void {
    if (reply.kind === 'event') {
      for (const listener of this.#listeners) listener(reply.name, reply.message);
      return;
    }
    const question = this.#questions.shift();
    if (question === undefined) {
      throw new ViciError('malformed', 'the IKE daemon answered what nobody asked');
    }
    this.#wait();
    question.settle(reply);
  }

  #confused(name: string, { kind }: Answer): ViciError {
    const error = new ViciError('malformed', `the IKE daemon answered '${name}' with '${kind}'`);
    this.#end(error);
    return error;
  }

  #end(reason: ViciError): void {
    if (this.#failure !== undefined) return;
    this.#failure = reason;
    clearTimeout(this.#timer);
    this.socket.destroy();
    for (const { settle } of this.#questions.splice(0)) settle(reason);
    this.#ended.resolve(reason);
  }
}

function connected(path: string, patience: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    const timer = setTimeout(() => socket.destroy(new Error('no answer')), patience);
    socket.once('error', (cause) => {
      clearTimeout(timer);
      reject(cause);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
