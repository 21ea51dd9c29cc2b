import { samplesOf, type NamedWindow, type Period } from './metered-usage.js';
import type { PricePlan } from './price-plan.js';
import { rateUsage } from './rating.js';
import { add, parseDecimal, toDecimal, zero } from './rational.js';

export interface BillSubject {
  readonly contractId: string;
  readonly title: string;
  readonly tenant: string;
  readonly costCenter?: string;
}

export interface BillLine {
  readonly name: string;
  readonly type: string;
  /** Decimal, six digits behind the point. */
  readonly quantity: string;
  readonly unit: string;
  /** Decimal, as many digits as the plan bills. */
  readonly cost: string;
}

/** What a contract owes for a period. Whoever has its windows and its plan makes the very same bill. */
export interface Bill {
  readonly schema: 'hercules.connect/bill/v1';
  readonly subject: BillSubject;
  readonly period: Period;
  readonly plan: PricePlan;
  readonly lines: readonly BillLine[];
  readonly total: string;
  /** Digests of the signed windows that were billed, in the order of the text. */
  readonly samples: readonly string[];
  /** Digests of those in which something was not counted. */
  readonly gaps: readonly string[];
}

const quantityDigits = 6;

export function makeBill(
  subject: BillSubject,
  period: Period,
  plan: PricePlan,
  windows: readonly NamedWindow[],
): Bill {
  const known = onceEach(windows);
  const samples = samplesOf(known, subject.contractId, period);
  const named = new Set(samples.map(({ digest }) => digest));
  const digits = plan.digits ?? 2;
  const lines = plan.rates.map((rate) => {
    const { quantity, unit, cost } = rateUsage(rate, samples);
    const amounts = {
      quantity: toDecimal(quantity, quantityDigits),
      unit,
      cost: toDecimal(cost, digits),
    };
    return { name: rate.name, type: rate.type, ...amounts };
  });
  const total = lines.reduce((sum, { cost }) => add(sum, parseDecimal(cost) ?? zero), zero);
  const gaps = known.filter(({ digest, window }) => named.has(digest) && window.gap !== undefined);
  return {
    schema: 'hercules.connect/bill/v1',
    subject,
    period,
    plan,
    lines,
    total: toDecimal(total, digits),
    samples: [...named].sort(),
    gaps: gaps.map(({ digest }) => digest).sort(),
  };
}

/** Evidence that was gathered from several places has windows twice. */
function onceEach(windows: readonly NamedWindow[]): readonly NamedWindow[] {
  return [...new Map(windows.map((one) => [one.digest, one])).values()];
}
