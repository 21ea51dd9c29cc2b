import type { InterfaceUsage, UsageWindow } from '#usage';
import { ratio, type Rational } from './rational.js';

/** A period, RFC 3339; a window belongs to the period in which it ends, so that it is billed once. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** A window that a host has signed, and its digest. */
export interface NamedWindow {
  readonly digest: string;
  readonly window: UsageWindow;
}

/** What one interface of the contract has carried in one window. */
export interface Sample {
  readonly digest: string;
  readonly host: string;
  readonly milliseconds: number;
  readonly usage: InterfaceUsage;
}

export function samplesOf(
  windows: readonly NamedWindow[],
  contractId: string,
  period: Period,
): readonly Sample[] {
  const [from, to] = [Date.parse(period.from), Date.parse(period.to)];
  return windows.flatMap(({ digest, window }) => {
    const end = Date.parse(window.to);
    if (end <= from || end > to) return [];
    const milliseconds = end - Date.parse(window.from);
    return window.interfaces
      .filter((usage) => usage.contractId === contractId)
      .map((usage) => ({ digest, host: window.host, milliseconds, usage }));
  });
}

export function octetsOf({ usage }: Sample, side: 'ingress' | 'egress' | 'sum'): bigint {
  const [ingress, egress] = [BigInt(usage.ingress.octets), BigInt(usage.egress.octets)];
  if (side === 'sum') return ingress + egress;
  return side === 'ingress' ? ingress : egress;
}

/** Interfaces are the same where host and number are. */
export function byInterface(samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> {
  return Map.groupBy(samples, ({ host, usage }) => `${host} ${usage.number}`);
}

const sampleLength = 300_000;
const bitsPerOctet = 8n;
const bitsPerMegabit = 1_000_000n;

/**
 * Mbit/s that 95 % of the samples do not exceed. A window that is longer, since nobody looked meanwhile, stands for as
 * many samples of its mean; time of which nothing is known is none.
 */
export function percentile95(samples: readonly Sample[]): Rational {
  const stretches = samples.map(stretchOf).sort(bySpeed);
  const count = stretches.reduce((sum, { times }) => sum + times, 0);
  let reached = 0;
  for (const { octets, milliseconds, times } of stretches) {
    reached += times;
    if (reached * 100 < count * 95) continue;
    return ratio(octets * bitsPerOctet * 1000n, milliseconds * bitsPerMegabit);
  }
  return ratio(0n);
}

interface Stretch {
  /** Of the busier side. */
  readonly octets: bigint;
  readonly milliseconds: bigint;
  /** Samples that it stands for. */
  readonly times: number;
}

function stretchOf(sample: Sample): Stretch {
  const [ingress, egress] = [octetsOf(sample, 'ingress'), octetsOf(sample, 'egress')];
  const octets = ingress > egress ? ingress : egress;
  const times = Math.max(1, Math.round(sample.milliseconds / sampleLength));
  return { octets, milliseconds: BigInt(sample.milliseconds), times };
}

function bySpeed(one: Stretch, other: Stretch): number {
  const [left, right] =
    one.milliseconds === other.milliseconds
      ? [one.octets, other.octets]
      : [one.octets * other.milliseconds, other.octets * one.milliseconds];
  return left < right ? -1 : left > right ? 1 : 0;
}
