import { decodeMessages, type Message } from './messages.js';
import { NetlinkError } from './netlink-error.js';
import type { NetlinkSocket } from './socket.js';

/** Takes one answer; true: it was the last one. */
export type Hearing = (message: Message) => boolean;

interface Question {
  readonly hear: Hearing;
  readonly settle: (failure?: Error) => void;
}

/** One question at a time over one socket. The kernel answers while a send lasts, so a wait is for the event loop only. */
export class Conversation {
  #question: Question | undefined;
  #last: Promise<void> = Promise.resolve();
  #sequence = 0;

  /** @param patience milliseconds until a question without its last answer fails with `timeout` */
  constructor(
    private readonly socket: NetlinkSocket,
    private readonly patience = 30_000,
  ) {
    socket.onMessage((datagram) => {
      this.receive(datagram);
    });
    socket.onError((error) => this.#question?.settle(error));
  }

  /** The first of `count` sequence numbers that no question before had. */
  takeSequence(count: number): number {
    const lastNumber = 0xffff_ffff;
    if (this.#sequence + count > lastNumber) this.#sequence = 0;
    const first = this.#sequence + 1;
    this.#sequence += count;
    return first;
  }

  /**
   * Sends and hears every answer until the last one. Answers to earlier questions come through as well: `hear` tells by
   * the sequence number. Throws a {@link NetlinkError}; questions asked meanwhile wait for their turn.
   */
  ask(datagram: Buffer, hear: Hearing): Promise<void> {
    const turn = this.#last.then(() => this.exchange(datagram, hear));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  close(): void {
    this.socket.close();
  }

  private exchange(datagram: Buffer, hear: Hearing): Promise<void> {
    return new Promise((resolve, reject) => {
      const wait: { timer?: NodeJS.Timeout } = {};
      const settle = (failure?: Error): void => {
        clearTimeout(wait.timer);
        this.#question = undefined;
        if (failure === undefined) resolve();
        else reject(failure);
      };
      this.#question = { hear, settle };
      this.socket.send(datagram);
      // Not before: the send lasts as long as the kernel works, and timers go before received data.
      wait.timer = setTimeout(() => {
        settle(new NetlinkError('timeout', `the kernel gave no answer within ${this.patience} ms`));
      }, this.patience);
    });
  }

  private receive(datagram: Buffer): void {
    try {
      for (const message of decodeMessages(datagram)) {
        if (this.#question?.hear(message) === true) this.#question.settle();
      }
    } catch (error) {
      this.#question?.settle(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
