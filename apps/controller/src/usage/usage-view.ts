import { z } from 'zod';
import type { NamedWindow, Period } from '#billing';
import { counter, listOf, time } from '../http/views.js';

const carried = z.object({ packets: z.string(), octets: z.string() });

export const usageView = z
  .object({
    contractId: z.string(),
    from: time,
    to: time,
    windows: counter.describe('signed windows that end in this period'),
    gaps: listOf(z.object({ host: z.string(), from: time, to: time, reason: z.string() })).describe(
      'windows in which something was not counted',
    ),
    interfaces: listOf(
      z.object({
        host: z.string(),
        number: counter,
        interface: z.string(),
        workload: z.string(),
        ingress: carried,
        egress: carried,
      }),
    ),
  })
  .meta({ id: 'Usage' });

export type UsageView = z.infer<typeof usageView>;

type Sum = UsageView['interfaces'][number];

/** Sums by interface; numbers are decimal text, since they may be beyond 2^53. */
export function usageSums(
  windows: readonly NamedWindow[],
  contractId: string,
  { from, to }: Period,
): UsageView {
  const about = windows.filter(({ window }) =>
    window.interfaces.some((one) => one.contractId === contractId),
  );
  const sums = new Map<string, Sum>();
  for (const { window } of about) {
    for (const one of window.interfaces.filter((usage) => usage.contractId === contractId)) {
      const key = `${window.host} ${one.number}`;
      const known = sums.get(key);
      const { number, workload, interface: name, ingress, egress } = one;
      const subject = { host: window.host, number, interface: name, workload };
      sums.set(key, {
        ...subject,
        ingress: plus(known?.ingress, ingress),
        egress: plus(known?.egress, egress),
      });
    }
  }
  const gaps = about.flatMap(({ window: { host, from: start, to: end, gap } }) =>
    gap === undefined ? [] : [{ host, from: start, to: end, reason: gap }],
  );
  return { contractId, from, to, windows: about.length, gaps, interfaces: [...sums.values()] };
}

function plus(known: Sum['ingress'] | undefined, more: Sum['ingress']): Sum['ingress'] {
  const sum = (left = '0', right = '0'): string => String(BigInt(left) + BigInt(right));
  return {
    packets: sum(known?.packets, more.packets),
    octets: sum(known?.octets, more.octets),
  };
}

export const billView = z
  .object({
    schema: z.literal('hercules.connect/bill/v1'),
    subject: z.object({ contractId: z.string(), title: z.string(), tenant: z.string() }).loose(),
    period: z.object({ from: time, to: time }),
    plan: z.record(z.string(), z.unknown()),
    lines: listOf(
      z.object({
        name: z.string(),
        type: z.string(),
        quantity: z.string(),
        unit: z.string(),
        cost: z.string(),
      }),
    ),
    total: z.string(),
    samples: listOf(z.string()).describe('digests of the signed windows that were billed'),
    gaps: listOf(z.string()).describe('of these, those in which something was not counted'),
  })
  .meta({ id: 'Bill' });

export const evidenceView = z
  .object({ items: listOf(z.string()).describe('compact JWS by the key of the host') })
  .meta({ id: 'UsageEvidence' });

export const pricePlansView = z
  .object({ items: listOf(z.record(z.string(), z.unknown())) })
  .meta({ id: 'PricePlans' });

export const nextWindowView = z.object({ next: counter }).meta({ id: 'NextUsageWindow' });
