import type { Conversation } from './conversation.js';
import { errnoName } from './errno.js';
import { ackOf, encodeMessage, messageFlag, type Ack, type Request } from './messages.js';
import { NetlinkError } from './netlink-error.js';

/** Tries of a dump while the state keeps changing under it. */
const mostTries = 10;

/** Reads whole tables of the kernel. */
export class Dumper {
  /** Dumps asked for since the start. */
  count = 0;

  constructor(private readonly conversation: Conversation) {}

  /**
   * Every entry of one table, decoded; those that decode to undefined are left out. A dump that the kernel marks as
   * interrupted (NLM_F_DUMP_INTR: the table changed between two parts) is asked for again. Throws NetlinkError.
   */
  async dump<Entry>(
    request: Request,
    decode: (body: Buffer) => Entry | undefined,
  ): Promise<readonly Entry[]> {
    for (let tries = 1; tries <= mostTries; tries += 1) {
      const { entries, interrupted } = await this.tryDump(request, decode);
      if (!interrupted) return entries;
    }
    throw new NetlinkError(
      'dump-interrupted',
      `the table changed during each of ${mostTries} dumps: try again`,
    );
  }

  private async tryDump<Entry>(
    request: Request,
    decode: (body: Buffer) => Entry | undefined,
  ): Promise<{ readonly entries: readonly Entry[]; readonly interrupted: boolean }> {
    const entries: Entry[] = [];
    let interrupted = false;
    const sequence = this.conversation.takeSequence(1);
    let end: Ack | undefined;
    this.count += 1;
    await this.conversation.ask(encodeMessage(request, sequence), (message) => {
      if (message.sequence !== sequence) return false;
      interrupted ||= (message.flags & messageFlag.dumpInterrupted) !== 0;
      end = ackOf(message);
      const entry = end === undefined ? decode(message.body) : undefined;
      if (entry !== undefined) entries.push(entry);
      return end !== undefined;
    });
    if (end !== undefined && end.errno !== 0) throw refusedDump(end);
    return { entries, interrupted };
  }
}

function refusedDump({ errno, text }: Ack): NetlinkError {
  const name = errnoName(errno);
  const words = text === undefined ? '' : ` (${text})`;
  return new NetlinkError('refused', `the kernel refused a dump: ${name}${words}`, { errno: name });
}
