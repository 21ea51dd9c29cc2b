import { z } from 'zod';
import { planProblems } from './plan-problems.js';
import type { PricePlan } from './price-plan.js';

const name = z.string().min(1).max(100);
const decimal = z.string().max(40);

const rate = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('flat'), name, price: decimal }),
  z.strictObject({
    type: z.literal('tiered'),
    name,
    side: z.enum(['ingress', 'egress', 'sum']),
    unit: z.enum(['GB', 'GiB', 'TB', 'TiB']),
    tiers: z
      .array(z.strictObject({ upTo: decimal.optional(), price: decimal }))
      .min(1)
      .max(20),
  }),
  z.strictObject({ type: z.literal('percentile95'), name, price: decimal }),
  z.strictObject({ type: z.literal('tunnel-hour'), name, price: decimal }),
]);

const schema = z.strictObject({
  name,
  currency: z.string(),
  digits: z.int().optional(),
  rates: z.array(rate).min(1).max(50),
});

/** A plan that can be billed by, or why it can't. */
export function parsePricePlan(
  value: unknown,
): { readonly plan: PricePlan } | { readonly problems: readonly string[] } {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const text = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.')}: ${message}`;
    return { problems: parsed.error.issues.map(text) };
  }
  const plan = parsed.data as PricePlan;
  const problems = planProblems(plan);
  return problems.length > 0 ? { problems } : { plan };
}
