import { byInterface, octetsOf, percentile95, type Sample } from './metered-usage.js';
import { volumeUnits, type PercentileRate, type Rate, type TieredRate } from './price-plan.js';
import {
  add,
  isLess,
  least,
  multiply,
  parseDecimal,
  ratio,
  subtract,
  zero,
  type Rational,
} from './rational.js';

/** What a rate makes of the samples of a period, exactly. */
export interface Rated {
  readonly quantity: Rational;
  readonly unit: string;
  readonly cost: Rational;
}

/** Another mechanism of rating is another function of this form. */
export type Rater<Of extends Rate> = (rate: Of, samples: readonly Sample[]) => Rated;

const hour = 3_600_000n;

const raters: { readonly [Type in Rate['type']]: Rater<Extract<Rate, { readonly type: Type }>> } = {
  flat: ({ price }) => ({ quantity: ratio(1n), unit: 'Periods', cost: decimal(price) }),
  tiered: rateTiers,
  percentile95: ratePercentile,
  'tunnel-hour': ({ price }, samples) => {
    const stood = samples.reduce((sum, { milliseconds }) => sum + BigInt(milliseconds), 0n);
    const quantity = ratio(stood, hour);
    return { quantity, unit: 'Tunnel-Hours', cost: multiply(quantity, decimal(price)) };
  },
};

export function rateUsage(rate: Rate, samples: readonly Sample[]): Rated {
  switch (rate.type) {
    case 'flat':
      return raters.flat(rate, samples);
    case 'tiered':
      return raters.tiered(rate, samples);
    case 'percentile95':
      return raters.percentile95(rate, samples);
    case 'tunnel-hour':
      return raters['tunnel-hour'](rate, samples);
  }
}

function rateTiers({ side, unit, tiers }: TieredRate, samples: readonly Sample[]): Rated {
  const octets = samples.reduce((sum, sample) => sum + octetsOf(sample, side), 0n);
  const quantity = ratio(octets, volumeUnits[unit]);
  let cost = zero;
  let below = zero;
  for (const { upTo, price } of tiers) {
    const end = upTo === undefined ? quantity : least(decimal(upTo), quantity);
    if (isLess(below, end)) cost = add(cost, multiply(subtract(end, below), decimal(price)));
    below = upTo === undefined ? quantity : decimal(upTo);
  }
  return { quantity, unit, cost };
}

function ratePercentile({ price }: PercentileRate, samples: readonly Sample[]): Rated {
  const quantity = [...byInterface(samples).values()].map(percentile95).reduce(add, zero);
  return { quantity, unit: 'Mbit/s', cost: multiply(quantity, decimal(price)) };
}

/** Plans are checked when they are read: see `planProblems`. */
function decimal(text: string): Rational {
  return parseDecimal(text) ?? zero;
}
