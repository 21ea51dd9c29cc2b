import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { parseCollector } from './collector-address.js';
import { defaultPorts, encoderFor } from './flow-encoders.js';
import type { FlowProtocol } from './flow-encoder.js';
import { FlowAccounts, type Unaccounted } from './flow-accounts.js';
import type { FlowRows } from './flow-rows.js';
import type { FlowSpool } from './flow-spool.js';
import { FlowStream, type StreamCounts, type StreamDescription } from './flow-stream.js';
import { FlowTable, type Timeouts } from './flow-table.js';
import type { FlowTransport } from './flow-transport.js';
import type { InterfaceFacts } from './information-element.js';
import type { KernelMeter, NumberTotals } from './kernel-meter.js';
import { TcpTransport } from './tcp-transport.js';
import { UdpTransport } from './udp-transport.js';

/** Where the flows of a contract go. Times are milliseconds. */
export interface ExportTarget extends Timeouts {
  /** As {@link parseCollector} reads it. */
  readonly collector: string;
  readonly protocol: FlowProtocol;
  readonly templateRefresh: number;
}

/** An interface whose flows are reported. */
export interface ExportedInterface {
  readonly facts: InterfaceFacts;
  readonly targets: readonly ExportTarget[];
}

export interface FlowExporterOptions {
  readonly meter: Pick<KernelMeter, 'totals' | 'swap' | 'standing' | 'flows' | 'release'>;
  readonly spool: FlowSpool;
  /** Observation domain: one for each host. */
  readonly domain: number;
  /** Private enterprise number of our own elements; absent: none are sent. */
  readonly enterprise?: number;
  /** Most octets of a datagram; absent: 1,400. */
  readonly mostOctets?: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly transport?: (target: ExportTarget, clock: () => number) => FlowTransport;
}

/** What came of one reading of the meter. */
export interface ExportRound {
  readonly flows: number;
  readonly totals: ReadonlyMap<number, NumberTotals>;
  /** [] always, unless something is broken. */
  readonly unaccounted: readonly Unaccounted[];
}

interface Route extends ExportedInterface {
  /** Its interface is gone: what is left goes out, then it is forgotten. */
  readonly isRetired: boolean;
}

const defaultOctets = 1400;
/** Messages over a stream of octets need no path MTU. */
const streamOctets = 16_384;

/** Reads the meter, keeps flows until they are due, and has them sent. */
export class FlowExporter {
  readonly #routes = new Map<number, Route>();
  readonly #tables = new Map<string, { readonly table: FlowTable; readonly stream: string }>();
  readonly #streams = new Map<string, FlowStream>();
  /** Tables of each interface. */
  readonly #destinations = new Map<number, readonly FlowTable[]>();
  readonly #accounts = new FlowAccounts();
  #ignored = { ignoredPackets: 0, ignoredOctets: 0 };
  #kept;
  #generation = 0;

  constructor(private readonly options: FlowExporterOptions) {
    this.#kept = options.spool.read();
    if (this.#kept !== undefined) this.#accounts.restore(this.#kept.counted);
    this.#generation = this.#kept?.generation ?? 0;
  }

  /** Whose flows are reported from now on, and where to. */
  configure(interfaces: readonly ExportedInterface[]): void {
    const numbers = new Set(interfaces.map(({ facts }) => facts.number));
    for (const [number, route] of this.#routes) {
      if (!numbers.has(number)) this.#routes.set(number, { ...route, isRetired: true });
    }
    for (const one of interfaces) {
      const known = this.#routes.get(one.facts.number)?.facts;
      this.#routes.set(one.facts.number, { ...one, isRetired: false });
      this.#destinations.set(
        one.facts.number,
        one.targets.map((target) => this.#open(one.facts.contract, target)),
      );
      if (!isDeepStrictEqual(known, one.facts)) this.#introduce(one);
    }
  }

  /** Statistics of each stream: its collector and protocol, and what it has done. */
  get streams(): ReadonlyMap<string, StreamCounts & { readonly waiting: number }> {
    return new Map(
      [...this.#streams].map(([name, { state }]) => [
        name,
        { ...state.counts, waiting: state.waiting.length },
      ]),
    );
  }

  /** Flows that are not due yet. */
  get pending(): number {
    return [...this.#tables.values()].reduce((sum, { table }) => sum + table.size, 0);
  }

  /** Reads the meter once; what is due waits in its streams afterwards. One call at a time. */
  async round(): Promise<ExportRound> {
    const { meter } = this.options;
    const before = await meter.totals();
    if (this.#kept === undefined && this.#generation === 0) this.#accounts.begin(before);
    await meter.swap();
    const standing = meter.standing();
    let flows = 0;
    for (const generation of standing) flows += await this.#read(generation);
    const totals = await meter.totals();
    const unaccounted = this.#accounts.compare(before, totals);
    this.#countIgnored(totals);
    await this.#expire();
    await this.#save();
    for (const generation of standing) meter.release(generation);
    return { flows, totals, unaccounted };
  }

  /** Sends what waits, to all collectors at the same time. */
  async send(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => stream.pump()));
  }

  /** Has everything reported that was read, due or not, as when the host ends. */
  async flush(): Promise<void> {
    for (const { table, stream } of this.#tables.values()) {
      for await (const due of table.flush()) this.#streams.get(stream)?.add(due);
    }
    await this.#save();
  }

  close(): void {
    for (const stream of this.#streams.values()) stream.close();
  }

  /** A generation that is in the spool was read by the process before us, which did not come to release it. */
  async #read(generation: number): Promise<number> {
    if (generation <= this.#generation) return 0;
    const clock = this.options.clock() - Number(process.hrtime.bigint()) / 1e6;
    let flows = 0;
    for await (const part of this.options.meter.flows(generation, clock)) {
      this.#accounts.countAll(part);
      this.#take(part);
      flows += part.length;
      await setImmediate();
    }
    this.#generation = generation;
    return flows;
  }

  #take(rows: FlowRows): void {
    for (let index = 0; index < rows.length; index += 1) {
      for (const table of this.#destinations.get(rows.at(index).number) ?? []) {
        table.add(rows, index);
      }
    }
  }

  async #expire(): Promise<void> {
    const now = this.options.clock();
    const live = this.#liveTables();
    for (const [key, { table, stream }] of this.#tables) {
      const out = this.#streams.get(stream);
      if (live.has(key)) {
        for await (const due of table.expire(now)) out?.add(due);
      } else {
        for await (const due of table.flush()) out?.add(due);
        this.#tables.delete(key);
      }
    }
    for (const [number, { isRetired }] of this.#routes) {
      if (!isRetired) continue;
      this.#routes.delete(number);
      this.#destinations.delete(number);
    }
  }

  #liveTables(): ReadonlySet<string> {
    return new Set(
      [...this.#routes.values()].flatMap(({ facts, targets, isRetired }) =>
        isRetired ? [] : targets.map((target) => tableKey(facts.contract, target)),
      ),
    );
  }

  async #save(): Promise<void> {
    await this.options.spool.write({
      generation: this.#generation,
      tables: new Map([...this.#tables].map(([key, { table }]) => [key, table.rows])),
      streams: new Map([...this.#streams].map(([key, { state }]) => [key, state])),
      counted: this.#accounts.counted,
    });
  }

  #countIgnored(totals: ReadonlyMap<number, NumberTotals>): void {
    const sum = (field: 'overflowPackets' | 'overflowOctets'): number =>
      [...totals.values()].reduce(
        (total, { ingress, egress }) => total + Number(ingress[field] + egress[field]),
        0,
      );
    this.#ignored = {
      ignoredPackets: sum('overflowPackets'),
      ignoredOctets: sum('overflowOctets'),
    };
  }

  #open(contract: string, target: ExportTarget): FlowTable {
    const stream = streamKey(target);
    if (!this.#streams.has(stream)) this.#streams.set(stream, this.#makeStream(stream, target));
    const key = tableKey(contract, target);
    const open = this.#tables.get(key)?.table;
    if (open !== undefined) return open;
    const table = new FlowTable(target);
    const kept = this.#kept?.tables.get(key);
    if (kept !== undefined) table.restore(kept);
    this.#tables.set(key, { table, stream });
    return table;
  }

  #makeStream(name: string, target: ExportTarget): FlowStream {
    const { clock, domain, enterprise, mostOctets = defaultOctets, spool } = this.options;
    const transport = (this.options.transport ?? transportFor)(target, clock);
    const stream = new FlowStream({
      domain,
      clock,
      transport,
      refresh: target.templateRefresh,
      encoder: encoderFor(target.protocol, {
        domain,
        mostOctets: transport.isReliable ? streamOctets : mostOctets,
        interfaceOf: (number) => this.#routes.get(number)?.facts,
        ...(enterprise === undefined ? {} : { enterprise }),
      }),
      describe: () => this.#describe(name),
      onSend: (mark) => {
        spool.mark(name, mark);
      },
    });
    const kept = this.#kept?.streams.get(name);
    if (kept !== undefined) stream.restore(kept);
    return stream;
  }

  /** Has collectors told of an interface that they don't know as it is. */
  #introduce({ targets }: ExportedInterface): void {
    for (const target of targets) this.#streams.get(streamKey(target))?.introduce();
  }

  #describe(stream: string): StreamDescription {
    const interfaces = [...this.#routes.values()]
      .filter(({ targets }) => targets.some((target) => streamKey(target) === stream))
      .map(({ facts }) => facts);
    return { interfaces, ignored: this.#ignored };
  }
}

/** Contracts of a host that report to the same collector share its stream: a collector takes them for one exporter. */
export function streamKey({ collector, protocol }: ExportTarget): string {
  return `${protocol} ${collector}`;
}

function tableKey(contract: string, target: ExportTarget): string {
  return `${contract} ${streamKey(target)} ${target.active} ${target.idle}`;
}

function transportFor(target: ExportTarget, clock: () => number): FlowTransport {
  const address = parseCollector(target.collector, defaultPorts[target.protocol]);
  if (address === undefined) throw new TypeError(`'${target.collector}' names no collector`);
  return address.transport === 'tcp'
    ? new TcpTransport(address, clock)
    : new UdpTransport(address, clock);
}
