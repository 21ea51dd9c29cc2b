import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowEncoder } from './flow-encoder.js';
import type { FlowRows } from './flow-rows.js';
import type { FlowTransport } from './flow-transport.js';
import type { InterfaceFacts } from './information-element.js';
import { IntroductionPlan } from './introduction.js';
import type { ExportMessage } from './message-builder.js';
import type { ExportStatistics } from './option-templates.js';

/** What a collector is told besides flows. */
export interface StreamDescription {
  readonly interfaces: readonly InterfaceFacts[];
  readonly ignored: Pick<ExportStatistics, 'ignoredPackets' | 'ignoredOctets'>;
}

export interface FlowStreamOptions {
  readonly domain: number;
  readonly encoder: FlowEncoder;
  readonly transport: FlowTransport;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds between two tellings of how flows are laid out. */
  readonly refresh: number;
  readonly describe: () => StreamDescription;
  /** Told before messages leave us, so that none leaves twice; and again where some of them could not. */
  readonly onSend: (sent: SentMark) => void;
}

/** How far a stream has come. */
export interface SentMark {
  /** Messages that waited and have left since the stream began, modulo 2^32. */
  readonly left: number;
  /** Behind the last message. */
  readonly sequence: number;
}

/** What a stream has done since it began; goes on after a restart. */
export interface StreamCounts {
  messages: number;
  octets: number;
  flows: number;
  notSentFlows: number;
  notSentPackets: number;
  notSentOctets: number;
  /** Tries at which the collector could not be reached. */
  failures: number;
}

const noCounts: StreamCounts = {
  messages: 0,
  octets: 0,
  flows: 0,
  notSentFlows: 0,
  notSentPackets: 0,
  notSentOctets: 0,
  failures: 0,
};

/** What a stream has to keep over a restart. */
export interface StreamState extends SentMark {
  readonly counts: StreamCounts;
  readonly waiting: readonly ExportMessage[];
}

/**
 * Collectors that fall behind lose datagrams: so many go out at once, then there is a pause, the longer the less there is
 * to send. What waits is gone after `within` where the shortest pause allows it. Milliseconds.
 */
const pace = { burst: 48, within: 300, least: 1, most: 10 } as const;
/** Milliseconds in which a host on which nobody listens has said so. */
const patience = 20;
/** Messages that wait for a collector; beyond it the oldest are given up, and counted. */
const mostWaiting = 20_000;

/** One collector: messages wait here in their order and get their sequence numbers when they leave. */
export class FlowStream {
  #counts: StreamCounts = { ...noCounts };
  #sequence = 0;
  #left = 0;
  #waiting: ExportMessage[] = [];
  readonly #plan: IntroductionPlan;
  #connection: number | undefined;
  #pumping: Promise<void> | undefined;

  constructor(private readonly options: FlowStreamOptions) {
    this.#plan = new IntroductionPlan(options.refresh, options.transport.isReliable);
  }

  get state(): StreamState {
    return {
      sequence: this.#sequence,
      left: this.#left,
      counts: { ...this.#counts },
      waiting: this.#waiting,
    };
  }

  /** Goes on with what an earlier process left. */
  restore({ sequence, left, counts, waiting }: StreamState): void {
    this.#sequence = sequence;
    this.#left = left;
    this.#counts = { ...counts };
    this.#waiting = [...waiting];
  }

  /** Has the collector told everything again before the next flows. */
  introduce(): void {
    this.#plan.beginAnew();
  }

  /** Has flows sent, those that the protocol can tell of. */
  add(rows: FlowRows): void {
    const { encoder, clock } = this.options;
    this.#countUnsent(rows);
    for (const message of encoder.encode(rows, clock())) this.#waiting.push(message);
    const excess = this.#waiting.length - mostWaiting;
    if (excess <= 0) return;
    for (const { flows } of this.#waiting.splice(0, excess)) this.#counts.notSentFlows += flows;
  }

  /** Sends what waits, in bursts, until there is nothing or the collector can't be reached. */
  pump(): Promise<void> {
    this.#pumping ??= this.#send().finally(() => {
      this.#pumping = undefined;
    });
    return this.#pumping;
  }

  close(): void {
    this.options.transport.close();
  }

  async #send(): Promise<void> {
    if (!(await this.#prepare())) {
      if (this.#waiting.length > 0) this.#counts.failures += 1;
      return;
    }
    const bursts = Math.ceil(this.#waiting.length / pace.burst);
    const pause = Math.min(pace.most, Math.max(pace.least, pace.within / bursts));
    const begin = performance.now();
    for (let burst = 1; this.#waiting.length > 0; burst += 1) {
      if (!(await this.#sendWaiting())) break;
      if (!this.#noticeRefusal() || !(await this.options.transport.ready())) break;
      if (this.#isNew()) return this.#send();
      const early = begin + burst * pause - performance.now();
      if (this.#waiting.length > 0) await sleep(Math.max(pace.least, early));
    }
  }

  /**
   * Tells how flows are laid out before they come: every time over datagrams, since a collector that has started anew
   * knows nothing, once for each connection over a stream. False: the collector can't be reached, and flows wait.
   */
  async #prepare(): Promise<boolean> {
    const { transport } = this.options;
    if (!(await transport.ready())) return false;
    const messages = this.#introduction();
    if ((await this.#sendAll(messages, 0)) < messages.length) {
      this.introduce();
      return false;
    }
    if (transport.isReliable || this.#waiting.length === 0) return true;
    await sleep(patience);
    return this.#noticeRefusal();
  }

  #introduction(): readonly ExportMessage[] {
    const { encoder, clock } = this.options;
    const now = clock();
    switch (this.#plan.next(now, { isNew: this.#isNew(), hasFlows: this.#waiting.length > 0 })) {
      case 'everything':
        return this.#description(now);
      case 'layout':
        return encoder.templates(now);
      case 'nothing':
        return [];
    }
  }

  /** False: nobody listens there, and who does next has to be told everything. */
  #noticeRefusal(): boolean {
    const { isRefused } = this.options.transport;
    if (isRefused) this.introduce();
    return !isRefused;
  }

  #isNew(): boolean {
    return this.options.transport.connection !== this.#connection;
  }

  #description(now: number): readonly ExportMessage[] {
    const { transport, encoder, domain, describe } = this.options;
    if (this.#isNew() && transport.isReliable) this.#sequence = 0;
    this.#connection = transport.connection;
    const { interfaces, ignored } = describe();
    const { messages, octets, flows, notSentFlows, notSentPackets, notSentOctets } = this.#counts;
    const sent = { messages, octets, flows, notSentFlows, notSentPackets, notSentOctets };
    return encoder.describe(interfaces, { domain, ...sent, ...ignored }, now);
  }

  /** One burst. False: not all of it could be sent, and what is left waits on. */
  async #sendWaiting(): Promise<boolean> {
    const burst = this.#waiting.splice(0, pace.burst);
    const sent = await this.#sendAll(burst, 1);
    if (sent < burst.length) this.#waiting.unshift(...burst.slice(sent));
    return sent === burst.length;
  }

  /** Answers with how many went out. @param leaving 1 where they waited, else 0 */
  async #sendAll(messages: readonly ExportMessage[], leaving: 0 | 1): Promise<number> {
    const { encoder, transport, onSend } = this.options;
    const left = this.#left;
    const sequences = [this.#sequence];
    const after = (count: number): SentMark => ({
      left: (left + count * leaving) >>> 0,
      sequence: sequences[count] ?? 0,
    });
    for (const { bytes, advance } of messages) {
      const sequence = sequences.at(-1) ?? 0;
      bytes.writeUInt32BE(sequence, encoder.sequenceOffset);
      sequences.push((sequence + advance) >>> 0);
    }
    onSend(after(messages.length));
    const count = await transport.send(messages.map(({ bytes }) => bytes));
    if (count < messages.length) onSend(after(count));
    ({ left: this.#left, sequence: this.#sequence } = after(count));
    for (const { bytes, flows } of messages.slice(0, count)) {
      this.#counts.messages += 1;
      this.#counts.octets += bytes.length;
      this.#counts.flows += flows;
    }
    return count;
  }

  #countUnsent(rows: FlowRows): void {
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows.at(index);
      if (this.options.encoder.carries(row)) continue;
      this.#counts.notSentFlows += 1;
      this.#counts.notSentPackets += row.packets;
      this.#counts.notSentOctets += row.octets;
    }
  }
}
