import type { PricePlan, Rate } from './price-plan.js';
import { isLess, parseDecimal } from './rational.js';

/** Why a plan can't be billed by; []: it can. */
export function planProblems({ currency, digits = 2, rates }: PricePlan): readonly string[] {
  return [
    ...(/^[A-Z]{3}$/.test(currency) ? [] : [`'${currency}' is no currency of ISO 4217`]),
    ...(Number.isInteger(digits) && digits >= 0 && digits <= 6 ? [] : ['digits are 0 to 6']),
    ...rates.flatMap((rate) => rateProblems(rate).map((problem) => `${rate.name}: ${problem}`)),
  ];
}

function rateProblems(rate: Rate): readonly string[] {
  const prices = rate.type === 'tiered' ? rate.tiers.map(({ price }) => price) : [rate.price];
  const wrong = prices.filter((price) => parseDecimal(price) === undefined);
  return [
    ...wrong.map((price) => `'${price}' is no decimal price`),
    ...(rate.type === 'tiered' ? tierProblems(rate.tiers.map(({ upTo }) => upTo)) : []),
  ];
}

function tierProblems(ends: readonly (string | undefined)[]): readonly string[] {
  const bounds = ends
    .slice(0, -1)
    .map((end) => (end === undefined ? undefined : parseDecimal(end)));
  const isAscending = bounds.every((bound, index) => {
    const before = bounds[index - 1];
    return bound !== undefined && (index === 0 || (before !== undefined && isLess(before, bound)));
  });
  return isAscending && ends.length > 0 && ends.at(-1) === undefined
    ? []
    : ['tiers ascend, and the last one has no end'];
}
