import { closeWindow, openLedger, type CounterReading, type LedgerState } from '#usage';
import type { NamedWindow } from '../src/metered-usage.js';
import { randomFrom } from './random.js';

export const contractId = '01JD0000000000000000000000';

/** What truly was carried while somebody counted, interface by interface. */
export interface Truth {
  ingress: bigint;
  egress: bigint;
  /** Milliseconds for which the interface stood. */
  stood: bigint;
}

export interface Month {
  readonly windows: readonly NamedWindow[];
  readonly truth: ReadonlyMap<number, Truth>;
}

const windowLength = 300_000;

interface Counter {
  ingress: bigint;
  egress: bigint;
  epoch: number;
}

/** A month of five-minute windows in which machines start anew, agents are away and interfaces are made anew. */
export function randomMonth(seed: number, start: number, count: number): Month {
  const random = randomFrom(seed);
  const truth = new Map<number, Truth>();
  const counters = new Map<number, Counter>();
  const windows: NamedWindow[] = [];
  let boot = 1;
  let time = start;
  let state: LedgerState = openLedger({ host: 'host-a', at: iso(time), boot: '1' }, []);
  while (windows.length < count) {
    time += windowLength * (random() < 0.01 ? 1 + Math.floor(random() * 20) : 1);
    if (random() < 0.005) {
      boot += 1;
      counters.clear();
    }
    const length = BigInt(time - Date.parse(state.until));
    for (const number of [1, 2, 3]) {
      carry(number, random, counters, truth, length);
    }
    const readings = [...counters].map(([number, counter]) => readingOf(number, counter));
    const moment = { host: 'host-a', at: iso(time), boot: String(boot) };
    const { window, next } = closeWindow(state, moment, readings);
    const digest = `sha256:${String(window.sequence).padStart(8, '0')}`;
    windows.push({ digest, window });
    state = { ...next, digest };
  }
  return { windows, truth };
}

/** Traffic of one window; now and then the interface goes and comes back with counters of its own from zero. */
function carry(
  number: number,
  random: () => number,
  counters: Map<number, Counter>,
  truth: Map<number, Truth>,
  length: bigint,
): void {
  const counter = counters.get(number) ?? { ingress: 0n, egress: 0n, epoch: 0 };
  if (random() < 0.01)
    Object.assign(counter, { ingress: 0n, egress: 0n, epoch: counter.epoch + 1 });
  const known = truth.get(number) ?? { ingress: 0n, egress: 0n, stood: 0n };
  const octets = (): bigint => (random() < 0.2 ? 0n : BigInt(Math.floor(random() * 1e12)));
  const [ingress, egress] = [octets(), octets()];
  counter.ingress += ingress;
  counter.egress += egress;
  known.ingress += ingress;
  known.egress += egress;
  known.stood += length;
  counters.set(number, counter);
  truth.set(number, known);
}

function readingOf(number: number, { ingress, egress, epoch }: Counter): CounterReading {
  return {
    contractId,
    workload: 'lan',
    interface: `if${number}`,
    number,
    meter: 'counters',
    ingress: { packets: ingress / 1000n, octets: ingress },
    egress: { packets: egress / 1000n, octets: egress },
    overflowPackets: 0n,
    epoch: String(epoch),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
