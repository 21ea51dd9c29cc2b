import { z } from 'zod';
import { parsePricePlan, type PricePlan } from '#billing';

/** Plans that contracts name in `chargeback.plan`. */
export const pricePlanList = z
  .array(z.unknown())
  .default([])
  .transform((plans, context) => {
    const names = new Set<string>();
    return plans.flatMap((value, index): readonly PricePlan[] => {
      const parsed = parsePricePlan(value);
      const problems = 'problems' in parsed ? parsed.problems : twice(names, parsed.plan);
      for (const message of problems) {
        context.addIssue({ code: 'custom', message, path: [index] });
      }
      return 'plan' in parsed ? [parsed.plan] : [];
    });
  });

function twice(names: Set<string>, { name }: PricePlan): readonly string[] {
  if (names.has(name)) return [`another price plan is named '${name}'`];
  names.add(name);
  return [];
}
