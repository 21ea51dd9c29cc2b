import { Batch, type Answer } from './batch.js';
import { Conversation } from './conversation.js';
import { Dumper } from './dump.js';
import { errnoName } from './errno.js';
import type { Request } from './messages.js';
import { loadTuner } from './socket-options.js';
import { openSocket } from './socket.js';
import {
  createClsact,
  decodeFilter,
  deleteClsact,
  dumpFilters,
  removeProgram,
  setProgram,
  type PacketHook,
} from './traffic-control-message.js';

export interface HookedProgram {
  readonly fd: number;
  readonly name: string;
}

export interface HookRefusal {
  readonly index: number;
  readonly reason: string;
}

/** Bytes of the largest answer. */
const answerSize = 32 * 1024;
const hooks: readonly PacketHook[] = ['ingress', 'egress'];
/** What the kernel says where there is nothing to take away. */
const gone = ['ENODEV', 'ENOENT', 'EINVAL'];

/** Programs on the clsact qdisc of interfaces, in front of whatever else filters there. */
export class ClsactHooks {
  readonly #batch: Batch;
  readonly #dumper: Dumper;
  /** Interfaces that had none before us. */
  readonly #own = new Set<number>();

  static async open(): Promise<ClsactHooks> {
    const tuner = await loadTuner();
    return new ClsactHooks(new Conversation(openSocket({ datagramSize: answerSize }, tuner)));
  }

  private constructor(private readonly conversation: Conversation) {
    this.#batch = new Batch(conversation);
    this.#dumper = new Dumper(conversation);
  }

  /** In few large sends; a program of ours that stands there is replaced without a packet that meets neither. */
  async attach(
    indexes: readonly number[],
    programs: Readonly<Record<PacketHook, HookedProgram>>,
  ): Promise<readonly HookRefusal[]> {
    const made = await this.#batch.run(indexes.map(createClsact));
    made.forEach((answer, position) => {
      const index = indexes[position];
      if (index !== undefined && errnoOf(answer) === undefined) this.#own.add(index);
    });
    return this.#run(
      indexes.flatMap((index) =>
        hooks.map((where) => ({ index, request: setProgram(index, where, programs[where]) })),
      ),
      [],
    );
  }

  /** The qdisc goes too where nobody else filters on it; a foreign one stays where we know that it is foreign. */
  async detach(indexes: readonly number[]): Promise<readonly HookRefusal[]> {
    const refusals = await this.#run(
      indexes.flatMap((index) =>
        hooks.map((where) => ({ index, request: removeProgram(index, where) })),
      ),
      gone,
    );
    const empty: number[] = [];
    for (const index of indexes) if (await this.#isEmpty(index)) empty.push(index);
    const own = empty.filter((index) => this.#own.delete(index));
    await this.#batch.run(own.map(deleteClsact));
    return refusals;
  }

  /** Names of the programs on a hook, ours and others'. */
  async programs(index: number, where: PacketHook): Promise<readonly string[]> {
    const filters = await this.#dumper.dump(dumpFilters(index, where), decodeFilter);
    return filters.flatMap(({ handle, name }) => (handle === 0 ? [] : (name ?? '')));
  }

  close(): void {
    this.conversation.close();
  }

  async #isEmpty(index: number): Promise<boolean> {
    try {
      for (const where of hooks) if ((await this.programs(index, where)).length > 0) return false;
      return true;
    } catch {
      // The interface, or its qdisc, is gone.
      return false;
    }
  }

  async #run(
    work: readonly { readonly index: number; readonly request: Request }[],
    tolerated: readonly string[],
  ): Promise<readonly HookRefusal[]> {
    const answers = await this.#batch.run(work.map(({ request }) => request));
    return work.flatMap(({ index }, position) => {
      const answer = answers[position];
      const errno = answer === undefined ? undefined : errnoOf(answer);
      if (answer === undefined || errno === undefined || tolerated.includes(errno)) return [];
      const words = 'text' in answer ? `: ${answer.text}` : '';
      return [{ index, reason: `${errno}${words}` }];
    });
  }
}

/** Undefined: it was done. */
function errnoOf(answer: Answer): string | undefined {
  if ('lost' in answer) return answer.lost.code;
  return answer.errno === 0 ? undefined : errnoName(answer.errno);
}
