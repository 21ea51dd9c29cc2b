import { setTimeout as sleep } from 'node:timers/promises';
import type { Contract, Problem } from '#contract';
import { flowCapabilities, flowProblems, type HostState } from '#drivers';
import type { FlowError, NumberTotals, StreamCounts } from '#flow';
import type { FlowStreamMeasures, MeteringMeasures } from '#protocol';
import type { HostMeter } from './host-meter.js';
import type { InterfaceNumbers } from './interface-numbers.js';
import type { Log } from './log.js';
import { meteredLinks, type MeteredLink, type OwnedLink } from './metered-links.js';

export interface FlowKeeperOptions {
  /** Opened when the first contract wants metering. Throws FlowError where there is none. */
  readonly open: () => Promise<HostMeter>;
  /** What is taken instead; undefined: interfaces are counted only. Absent: there is nothing. */
  readonly fallback?: () => Promise<HostMeter | undefined>;
  readonly numbers: InterfaceNumbers;
  /** Accepted contracts. */
  readonly contracts: () => readonly Contract[];
  readonly log: Log;
  /** Milliseconds between two readings of the meter. */
  readonly interval: number;
  /** Told of every reading: what is metered, and what the meter says. */
  readonly onReading: (
    links: readonly MeteredLink[],
    totals: ReadonlyMap<number, NumberTotals> | undefined,
  ) => Promise<void>;
}

/**
 * Meters the interfaces of contracts that want it, beside the engine: an interface is metered before it comes up, and
 * nothing that goes wrong here holds up a change of the network.
 */
export class FlowKeeper {
  readonly #attached = new Map<number, string>();
  #meter: HostMeter | undefined;
  #failure: FlowError | undefined;
  #links: readonly MeteredLink[] = [];
  #work: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: FlowKeeperOptions) {}

  /** Who meters what contracts want metered, and how its flows get on; undefined: none wants that. */
  get measures(): MeteringMeasures | undefined {
    if (this.#links.length === 0) return undefined;
    return {
      meter: this.#meter?.kind ?? 'counters',
      streams: [...(this.#meter?.exporter.streams ?? [])].map(([name, counts]) =>
        streamMeasures(name, counts),
      ),
    };
  }

  /** Why a contract can't be brought about on this host; []: as far as metering goes, it can. */
  readonly problemsOf = async ({
    flow,
  }: Contract): Promise<readonly Problem<'capability-missing'>[]> => {
    if (flow === undefined) return [];
    const kind = (await this.#open())?.kind ?? 'counters';
    const host = this.#failure === undefined ? 'this host' : `this host (${this.#failure.message})`;
    return flowProblems(flow, flowCapabilities(kind), host);
  };

  /** Links that were made and are still down. */
  readonly beforeUp = (made: readonly OwnedLink[]): Promise<void> =>
    this.#inTurn(async () => {
      const links = this.#wanted(made);
      if (links.length > 0) await this.#attach(links);
    });

  /** The host as it was last read: what else is to be metered, and what is no longer. */
  readonly see = ({ state: { links } }: { readonly state: HostState }): void => {
    void this.#inTurn(async () => {
      this.#links = this.#wanted(links.map(({ resource, index }) => ({ link: resource, index })));
      await this.#detachOthers();
      if (this.#links.length > 0) await this.#attach(this.#links);
    });
  };

  /** Reads the meter until the signal, and has its flows sent. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#inTurn(() => this.#read());
      await this.#meter?.exporter.send();
      await sleep(this.options.interval, undefined, { signal }).catch(() => undefined);
    }
    await this.#work;
    await this.#meter?.close();
  }

  #wanted(links: readonly OwnedLink[]): readonly MeteredLink[] {
    const { contracts, numbers } = this.options;
    const metered = contracts().filter(({ flow }) => flow !== undefined);
    if (metered.length === 0) return [];
    const byId = new Map<string, Contract>(metered.map((one) => [one.contractId, one]));
    return meteredLinks(links, byId, numbers);
  }

  async #attach(links: readonly MeteredLink[]): Promise<void> {
    const host = await this.#open();
    if (host === undefined) return;
    host.exporter.configure([...this.#links, ...links]);
    const fresh = links.filter((link) => this.#attached.get(link.index) !== signOf(link));
    if (fresh.length === 0) return;
    const wanted = fresh.map(({ index, facts, header, targets }) => {
      const metered = { number: facts.number, header, flows: targets.length > 0 };
      return [index, metered] as const;
    });
    const failures = await host.meter.attach(new Map(wanted));
    for (const link of fresh) this.#attached.set(link.index, signOf(link));
    this.#tell(
      'interfaces are metered',
      fresh.map(({ facts }) => facts.name),
    );
    for (const { index, reason } of failures) {
      this.#attached.delete(index);
      const name = fresh.find((link) => link.index === index)?.facts.name;
      this.options.log('error', 'an interface could not be metered', { interface: name, reason });
    }
  }

  async #detachOthers(): Promise<void> {
    const indexes = new Set(this.#links.map(({ index }) => index));
    const gone = [...this.#attached.keys()].filter((index) => !indexes.has(index));
    if (gone.length === 0) return;
    await this.#meter?.meter.detach(gone);
    for (const index of gone) this.#attached.delete(index);
    this.options.log('info', 'interfaces are metered no longer', { indexes: gone });
    this.#meter?.exporter.configure(this.#links);
  }

  #tell(message: string, interfaces: readonly string[]): void {
    const first = interfaces.slice(0, 20);
    this.options.log('info', message, { count: interfaces.length, interfaces: first });
  }

  async #read(): Promise<void> {
    if (this.#links.length === 0 && this.#meter === undefined) return;
    const round = await this.#meter?.exporter.round();
    for (const one of round?.unaccounted ?? []) {
      const packets = String(one.packets);
      this.options.log('error', 'flows and totals of an interface differ', {
        ...one,
        packets,
        octets: String(one.octets),
      });
    }
    await this.options.onReading(this.#links, round?.totals);
  }

  async #open(): Promise<HostMeter | undefined> {
    if (this.#meter !== undefined || this.#failure !== undefined) return this.#meter;
    try {
      this.#meter = await this.options.open();
    } catch (cause) {
      this.#failure = cause as FlowError;
      this.#meter = await this.options.fallback?.();
      const meter = this.#meter?.kind ?? 'counters';
      const reason = this.#failure.message;
      this.options.log('warn', 'the kernel meters no flows on this host', { reason, meter });
    }
    return this.#meter;
  }

  /** One thing after the other; a failure is told, and the next one is done all the same. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#work.then(work).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.options.log('error', 'the meter could not be looked after', { reason });
    });
    this.#work = turn;
    return turn;
  }
}

/** @param name see `FlowExporter.streams` */
function streamMeasures(
  name: string,
  counts: StreamCounts & { readonly waiting: number },
): FlowStreamMeasures {
  const [protocol = '', collector = ''] = name.split(' ');
  const { messages, octets, flows, notSentFlows, waiting, failures } = counts;
  return { collector, protocol, messages, octets, flows, notSentFlows, waiting, failures };
}

/** What a link is metered as. */
function signOf({ facts, header, targets }: MeteredLink): string {
  return `${facts.number} ${header} ${targets.length > 0 ? 'flows' : 'totals'}`;
}
