import type { KindTables } from '#drivers';
import type { Conversation } from './conversation.js';
import { errnoName } from './errno.js';
import { decodeLink, getLink, type LinkRecord } from './link-message.js';
import { ackOf, encodeMessage, type Ack, type Message } from './messages.js';
import { NetlinkError } from './netlink-error.js';

/** Answers wait in the receive buffer until the send is over: 208 KiB, and up to 9 KiB of its accounting for each. */
const mostAtOnce = 20;

/** What was asked for, and the link that the kernel knows by it; undefined: there is none. */
export interface LinkAnswer {
  readonly asked: number | string;
  readonly link: LinkRecord | undefined;
}

/** Reads single links, many in one send. */
export class LinkReader {
  /** Links asked for since the start. */
  count = 0;

  constructor(
    private readonly conversation: Conversation,
    private readonly kinds: KindTables = new Map(),
  ) {}

  /** Links by their index or their name, answered in the same order. Throws NetlinkError. */
  async read(asked: readonly (number | string)[]): Promise<readonly LinkAnswer[]> {
    const answers: LinkAnswer[] = [];
    for (let from = 0; from < asked.length; from += mostAtOnce) {
      answers.push(...(await this.ask(asked.slice(from, from + mostAtOnce))));
    }
    return answers;
  }

  private async ask(asked: readonly (number | string)[]): Promise<readonly LinkAnswer[]> {
    const links = new Map<number, LinkRecord | undefined>();
    const first = this.conversation.takeSequence(asked.length);
    const datagram = asked.map((link, position) => encodeMessage(getLink(link), first + position));
    this.count += asked.length;
    await this.conversation.ask(Buffer.concat(datagram), (message) => {
      const position = message.sequence - first;
      if (position < 0 || position >= asked.length) return false;
      links.set(position, linkIn(message, this.kinds));
      return links.size === asked.length;
    });
    return asked.map((link, position) => ({ asked: link, link: links.get(position) }));
  }
}

function linkIn(message: Message, kinds: KindTables): LinkRecord | undefined {
  const refusal = ackOf(message);
  if (refusal === undefined) return decodeLink(message.body, kinds);
  if (errnoName(refusal.errno) === 'ENODEV') return undefined;
  throw refused(refusal);
}

function refused({ errno, text }: Ack): NetlinkError {
  const name = errnoName(errno);
  const words = text === undefined ? '' : ` (${text})`;
  return new NetlinkError('refused', `the kernel refused to tell of a link: ${name}${words}`, {
    errno: name,
  });
}
