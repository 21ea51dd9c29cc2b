import { align } from './attributes.js';
import type { Conversation } from './conversation.js';
import { ackOf, encodeMessage, messageHeaderLength, type Ack, type Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';

/**
 * How much one send may carry. Every acknowledgement waits in the receive buffer until the send is over, at up to
 * 1.3 KiB of the kernel's accounting, and the default buffer holds 208 KiB; 64 KiB fit the default send buffer. A send
 * also holds up this thread until the kernel has carried it out, so slow requests weigh more.
 */
const largestSend = { weight: 128, bytes: 64 * 1024 } as const;

/** What became of one request: the kernel's answer, or why there is none. */
export type Answer = Ack | { readonly lost: NetlinkError };

/** Carries out requests in order, many in one send, and matches every answer to its request. */
export class Batch {
  /** Requests sent since the start. */
  sent = 0;

  constructor(private readonly conversation: Conversation) {}

  /** Answers in the order of the requests. A refused request does not stop those after it. Never throws. */
  async run(requests: readonly Request[]): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (const send of splitIntoSends(requests)) answers.push(...(await this.send(send)));
    return answers;
  }

  private async send(requests: readonly Request[]): Promise<readonly Answer[]> {
    const acks = new Array<Ack | undefined>(requests.length).fill(undefined);
    const first = this.conversation.takeSequence(requests.length);
    const datagram = Buffer.concat(
      requests.map((request, index) => encodeMessage(request, first + index)),
    );
    let missing = requests.length;
    this.sent += requests.length;
    const failure = await settled(
      this.conversation.ask(datagram, (message) => {
        const position = message.sequence - first;
        const ack = ackOf(message);
        if (
          ack === undefined ||
          position < 0 ||
          position >= acks.length ||
          acks[position] !== undefined
        )
          return false;
        acks[position] = ack;
        missing -= 1;
        return missing === 0;
      }),
    );
    return acks.map((ack) => ack ?? { lost: failure ?? noAnswer() });
  }
}

function splitIntoSends(requests: readonly Request[]): readonly (readonly Request[])[] {
  const sends: Request[][] = [];
  let room = { weight: 0, bytes: 0 };
  for (const request of requests) {
    const weight = request.weight ?? 1;
    const bytes = messageHeaderLength + align(request.body.length);
    if (weight > room.weight || bytes > room.bytes) {
      sends.push([]);
      room = { ...largestSend };
    }
    sends.at(-1)?.push(request);
    room = { weight: room.weight - weight, bytes: room.bytes - bytes };
  }
  return sends;
}

async function settled(work: Promise<void>): Promise<NetlinkError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof NetlinkError ? error : noAnswer(error);
  }
}

function noAnswer(cause?: unknown): NetlinkError {
  return new NetlinkError('malformed', 'the kernel gave no answer that could be read', { cause });
}
