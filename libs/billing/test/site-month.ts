import { closeWindow, openLedger, type CounterReading, type LedgerState } from '#usage';
import type { NamedWindow, Period } from '../src/metered-usage.js';
import { randomFrom } from './random.js';
import { SiteHost, type RawReading } from './site-host.js';

/** What a site of several hosts and many contracts has carried, as counters said it and as hosts have written it down. */
export interface SiteMonth {
  readonly contracts: readonly string[];
  readonly period: Period;
  /** What counters said, some of it twice. */
  readonly readings: readonly RawReading[];
  /** Moments at which a host has read its counters, even where there were none. */
  readonly moments: readonly (readonly [host: string, at: number])[];
  /** In no order, some of them twice. */
  readonly windows: readonly NamedWindow[];
  /** Octets that were carried and seen by somebody who counts, in the period, by `contract`. */
  readonly truth: ReadonlyMap<string, bigint>;
}

const hour = 3_600_000;
const day = 24 * hour;
/** Milliseconds between readings of a host. */
const intervals = [300_000, hour, hour, hour] as const;
const contractCount = 24;

/** @param seed the same one gives the same month */
export function siteMonth(seed: number): SiteMonth {
  const random = randomFrom(seed);
  const from = Date.UTC(2026, 2, 1);
  const to = Date.UTC(2026, 3, 1);
  const contracts = Array.from(
    { length: contractCount },
    (_, index) => `01JD00000000000000000000${String(index).padStart(2, '0')}`,
  );
  const windows: NamedWindow[] = [];
  const readings: RawReading[] = [];
  const moments: [string, number][] = [];
  const truth = new Map<string, bigint>();
  for (const [index, interval] of intervals.entries()) {
    const name = `host-${index}`;
    const host = new SiteHost(name, contracts, random, from - day);
    const books = new Books(name);
    for (let time = from - day; time <= to + day; time = host.after(time, interval)) {
      const read = host.readAt(time);
      windows.push(...books.write(time, host.boot, read));
      moments.push([name, time]);
      readings.push(...read, ...(random() < 0.01 ? read : []));
      host.settle(time > from && time <= to ? truth : new Map());
    }
  }
  const twice = windows.filter(() => random() < 0.02);
  return {
    contracts,
    period: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    readings,
    moments,
    windows: shuffled([...windows, ...twice], random),
    truth,
  };
}

/** The ledger of one host, as its agent keeps it. */
class Books {
  #state: LedgerState | undefined;

  constructor(private readonly host: string) {}

  write(time: number, boot: string, raw: readonly RawReading[]): readonly NamedWindow[] {
    const moment = { host: this.host, at: new Date(time).toISOString(), boot };
    const readings = raw.map(counterReading);
    if (this.#state === undefined) {
      this.#state = openLedger(moment, readings);
      return [];
    }
    const { window, next } = closeWindow(this.#state, moment, readings);
    const digest = `sha256:${this.host}-${window.sequence}`;
    this.#state = { ...next, digest };
    return [{ digest, window }];
  }
}

function counterReading(raw: RawReading): CounterReading {
  const { contract: contractId, number, ingress, egress, epoch } = raw;
  const side = (octets: bigint): CounterReading['ingress'] => ({ packets: octets / 500n, octets });
  return {
    contractId,
    workload: 'lan',
    interface: `if${number}`,
    number,
    meter: epoch === undefined ? 'ebpf' : 'counters',
    ingress: side(ingress),
    egress: side(egress),
    overflowPackets: 0n,
    ...(epoch !== undefined && { epoch: String(epoch) }),
  };
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const keyed = items.map((item) => [random(), item] as const);
  return keyed.sort(([one], [other]) => one - other).map(([, item]) => item);
}
