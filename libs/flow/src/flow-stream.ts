import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowEncoder } from './flow-encoder.js';
import type { FlowRecord } from './flow-record.js';
import type { FlowTransport } from './flow-transport.js';
import type { InterfaceFacts } from './information-element.js';
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
  /** Milliseconds between two descriptions of what is sent. */
  readonly refresh: number;
  readonly describe: () => StreamDescription;
  /** Told before a message leaves us, so that none leaves twice: whether it is one of those that waited. */
  readonly onSend: (sent: SentMark) => void;
}

export interface SentMark {
  readonly isWaiting: boolean;
  /** The stream's sequence number behind the message. */
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
export interface StreamState {
  readonly sequence: number;
  readonly counts: StreamCounts;
  readonly waiting: readonly ExportMessage[];
}

/** Collectors that fall behind lose datagrams: so many go out, then there is a pause (milliseconds). */
const pace = { burst: 48, pause: 10 } as const;
/** Milliseconds in which a host on which nobody listens has said so. */
const patience = 20;
/** Messages that wait for a collector; beyond it the oldest are given up, and counted. */
const mostWaiting = 20_000;

/** One collector: messages wait here in their order and get their sequence numbers when they leave. */
export class FlowStream {
  #counts: StreamCounts = { ...noCounts };
  #sequence = 0;
  #waiting: ExportMessage[] = [];
  #described = -Infinity;
  #connection: number | undefined;
  #pumping: Promise<void> | undefined;

  constructor(private readonly options: FlowStreamOptions) {}

  get state(): StreamState {
    return { sequence: this.#sequence, counts: { ...this.#counts }, waiting: this.#waiting };
  }

  /** Goes on with what an earlier process left. */
  restore({ sequence, counts, waiting }: StreamState): void {
    this.#sequence = sequence;
    this.#counts = { ...counts };
    this.#waiting = [...waiting];
  }

  /** Has flows sent, those that the protocol can tell of. */
  add(records: readonly FlowRecord[]): void {
    const { encoder, clock } = this.options;
    const carried = records.filter((record) => encoder.carries(record));
    if (carried.length < records.length) this.#countUnsent(records);
    for (const message of encoder.encode(carried, clock())) this.#waiting.push(message);
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
    for (let sent = 1; this.#waiting[0] !== undefined; sent += 1) {
      if (!(await this.#sendOne(this.#waiting[0], true))) break;
      if (sent % pace.burst === 0) await sleep(pace.pause);
      if (this.options.transport.isRefused || !(await this.options.transport.ready())) break;
      if (this.#isNew()) return this.#send();
    }
  }

  /**
   * Tells how flows are laid out before they come: every time over datagrams, since a collector that has started anew
   * knows nothing, once for each connection over a stream. False: the collector can't be reached, and flows wait.
   */
  async #prepare(): Promise<boolean> {
    const { transport, encoder, clock, refresh } = this.options;
    if (!(await transport.ready())) return false;
    const isDue = this.#isNew() || clock() - this.#described >= refresh;
    if (!isDue && (transport.isReliable || this.#waiting.length === 0)) return true;
    const messages = isDue ? this.#description() : encoder.templates(clock());
    for (const message of messages) if (!(await this.#sendOne(message, false))) return false;
    if (transport.isReliable || this.#waiting.length === 0) return true;
    await sleep(patience);
    return !transport.isRefused;
  }

  #isNew(): boolean {
    return this.options.transport.connection !== this.#connection;
  }

  #description(): readonly ExportMessage[] {
    const { transport, clock, encoder, domain, describe } = this.options;
    if (this.#isNew() && transport.isReliable) this.#sequence = 0;
    this.#connection = transport.connection;
    this.#described = clock();
    const { interfaces, ignored } = describe();
    const { messages, octets, flows, notSentFlows, notSentPackets, notSentOctets } = this.#counts;
    const sent = { messages, octets, flows, notSentFlows, notSentPackets, notSentOctets };
    return encoder.describe(interfaces, { domain, ...sent, ...ignored }, clock());
  }

  async #sendOne(message: ExportMessage, isWaiting: boolean): Promise<boolean> {
    const { encoder, transport, onSend } = this.options;
    const before = this.#sequence;
    message.bytes.writeUInt32BE(before, encoder.sequenceOffset);
    this.#sequence = (before + message.advance) >>> 0;
    if (isWaiting) this.#waiting.shift();
    onSend({ isWaiting, sequence: this.#sequence });
    if (await transport.send(message.bytes)) {
      this.#counts.messages += 1;
      this.#counts.octets += message.bytes.length;
      this.#counts.flows += message.flows;
      return true;
    }
    this.#sequence = before;
    if (isWaiting) this.#waiting.unshift(message);
    return false;
  }

  #countUnsent(records: readonly FlowRecord[]): void {
    for (const record of records) {
      if (this.options.encoder.carries(record)) continue;
      this.#counts.notSentFlows += 1;
      this.#counts.notSentPackets += record.packets;
      this.#counts.notSentOctets += record.octets;
    }
  }
}
