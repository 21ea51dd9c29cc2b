import type { InterfaceUsage, UsageWindow } from './usage-window.js';

/** What counters say now. */
export interface CounterReading extends Pick<
  InterfaceUsage,
  'contractId' | 'workload' | 'interface' | 'number' | 'meter'
> {
  readonly ingress: { readonly packets: bigint; readonly octets: bigint };
  readonly egress: { readonly packets: bigint; readonly octets: bigint };
  readonly overflowPackets: bigint;
  /** Changes when these counters began anew by themselves, as the interface's own do; absent: they never do. */
  readonly epoch?: string;
}

/** What has to be kept between two windows. */
export interface LedgerState {
  readonly sequence: number;
  /** Where the next window begins. */
  readonly until: string;
  /** Of the machine's present start. */
  readonly boot: string;
  readonly digest?: string;
  readonly counters: Readonly<Record<string, KeptCounter>>;
}

interface KeptCounter {
  readonly values: readonly [string, string, string, string, string];
  readonly epoch?: string;
}

export interface Moment {
  readonly host: string;
  /** RFC 3339. */
  readonly at: string;
  readonly boot: string;
}

export interface ClosedWindow {
  readonly window: UsageWindow;
  /** Without the window's digest, which whoever signs it adds. */
  readonly next: Omit<LedgerState, 'digest'>;
}

const nothing = [0n, 0n, 0n, 0n, 0n] as const;

/** Begins to keep books: what was carried before is nobody's. */
export function openLedger({ at, boot }: Moment, readings: readonly CounterReading[]): LedgerState {
  return { sequence: 0, until: at, boot, counters: countersOf(readings) };
}

/**
 * Ends a window at a moment: what every interface has carried since the last one. Windows follow each other without gap
 * or overlap, however long nobody looked. Counters that began anew count from zero, and the window says so.
 */
export function closeWindow(
  state: LedgerState,
  moment: Moment,
  readings: readonly CounterReading[],
): ClosedWindow {
  const hasRestarted = state.boot !== moment.boot;
  const usages = readings.map((reading) => usageOf(reading, state, hasRestarted));
  const gap = hasRestarted
    ? 'machine-restarted'
    : usages.some(({ isReset }) => isReset)
      ? 'counters-restarted'
      : undefined;
  const sequence = state.sequence + 1;
  const window: UsageWindow = {
    schema: 'hercules.connect/usage/v1',
    host: moment.host,
    sequence,
    ...(state.digest !== undefined && { previous: state.digest }),
    from: state.until,
    to: moment.at,
    ...(gap !== undefined && { gap }),
    interfaces: usages.map(({ usage }) => usage),
  };
  const counters = { ...state.counters, ...countersOf(readings) };
  const kept = hasRestarted ? countersOf(readings) : counters;
  return { window, next: { sequence, until: moment.at, boot: moment.boot, counters: kept } };
}

function usageOf(
  reading: CounterReading,
  state: LedgerState,
  hasRestarted: boolean,
): { readonly usage: InterfaceUsage; readonly isReset: boolean } {
  const known = hasRestarted ? undefined : state.counters[String(reading.number)];
  const values = valuesOf(reading);
  const isReset = known !== undefined && beganAnew(known, reading, values);
  const base = known === undefined || isReset ? nothing : known.values.map(BigInt);
  const delta = values.map((value, index) => String(value - (base[index] ?? 0n)));
  return { usage: usageFrom(reading, delta), isReset };
}

function beganAnew(
  known: KeptCounter,
  { epoch }: CounterReading,
  values: readonly bigint[],
): boolean {
  return (
    known.epoch !== epoch || values.some((value, index) => value < BigInt(known.values[index] ?? 0))
  );
}

function usageFrom(reading: CounterReading, delta: readonly string[]): InterfaceUsage {
  const [inPackets = '0', inOctets = '0', outPackets = '0', outOctets = '0', lost = '0'] = delta;
  const { contractId, workload, number, meter } = reading;
  return {
    contractId,
    workload,
    interface: reading.interface,
    number,
    meter,
    ingress: { packets: inPackets, octets: inOctets },
    egress: { packets: outPackets, octets: outOctets },
    ...(lost !== '0' && { overflowPackets: lost }),
  };
}

function countersOf(readings: readonly CounterReading[]): LedgerState['counters'] {
  return Object.fromEntries(
    readings.map((reading) => {
      const [a, b, c, d, e] = valuesOf(reading).map(String);
      const values = [a ?? '0', b ?? '0', c ?? '0', d ?? '0', e ?? '0'] as const;
      const { epoch } = reading;
      return [String(reading.number), { values, ...(epoch !== undefined && { epoch }) }];
    }),
  );
}

function valuesOf({ ingress, egress, overflowPackets }: CounterReading): readonly bigint[] {
  return [ingress.packets, ingress.octets, egress.packets, egress.octets, overflowPackets];
}
