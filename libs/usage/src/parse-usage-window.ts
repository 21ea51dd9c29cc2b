import { z } from 'zod';
import type { UsageWindow } from './usage-window.js';

const decimal = z.string().regex(/^\d{1,30}$/);
const carried = z.strictObject({ packets: decimal, octets: decimal });
const time = z.iso.datetime();

const schema = z.strictObject({
  schema: z.literal('hercules.connect/usage/v1'),
  host: z.string().max(100),
  sequence: z.int().min(1),
  previous: z.string().max(100).optional(),
  from: time,
  to: time,
  gap: z.enum(['machine-restarted', 'counters-restarted']).optional(),
  interfaces: z.array(
    z.strictObject({
      contractId: z.string().max(26),
      workload: z.string().max(63),
      interface: z.string().max(15),
      number: z.int().min(1),
      meter: z.enum(['ebpf', 'counters']),
      ingress: carried,
      egress: carried,
      overflowPackets: decimal.optional(),
    }),
  ),
});

/** Undefined where this is no window of usage. */
export function parseUsageWindow(value: unknown): UsageWindow | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success && Date.parse(parsed.data.from) < Date.parse(parsed.data.to)
    ? (parsed.data as UsageWindow)
    : undefined;
}
