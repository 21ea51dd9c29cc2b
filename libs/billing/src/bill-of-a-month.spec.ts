import { RatingBySql } from '../test/rating-by-sql.js';
import { siteMonth } from '../test/site-month.js';
import { makeBill, type Bill } from './bill.js';
import { parsePricePlan } from './parse-price-plan.js';
import type { PricePlan } from './price-plan.js';

const tiers = (...prices: readonly string[]): readonly { upTo?: string; price: string }[] =>
  prices.map((price, index) =>
    index === prices.length - 1 ? { price } : { upTo: String(1500 * 4 ** index), price },
  );

/** Everything that a plan can be made of, in several units, sides and digits. */
const plans: readonly PricePlan[] = [
  {
    name: 'by volume',
    currency: 'EUR',
    rates: [
      { type: 'flat', name: 'base', price: '49.90' },
      {
        type: 'tiered',
        name: 'all',
        side: 'sum',
        unit: 'GB',
        tiers: tiers('0.085', '0.031', '0.007'),
      },
      { type: 'tiered', name: 'in', side: 'ingress', unit: 'GiB', tiers: tiers('0.0129', '0.011') },
    ],
  },
  {
    name: 'by burst',
    currency: 'USD',
    digits: 4,
    rates: [
      { type: 'percentile95', name: 'burst', price: '0.337' },
      { type: 'tunnel-hour', name: 'tunnels', price: '0.012345' },
    ],
  },
  {
    name: 'by everything',
    currency: 'JPY',
    digits: 0,
    rates: [
      { type: 'flat', name: 'base', price: '1234.5' },
      { type: 'percentile95', name: 'burst', price: '41.7' },
      { type: 'tunnel-hour', name: 'tunnels', price: '1.5' },
      { type: 'tiered', name: 'out', side: 'egress', unit: 'TB', tiers: [{ price: '3.25' }] },
      { type: 'tiered', name: 'all', side: 'sum', unit: 'TiB', tiers: [{ price: '2.7' }] },
    ],
  },
];

function planOf(contract: string): PricePlan {
  const plan = plans[Number(contract.slice(-2)) % plans.length];
  if (plan === undefined) throw new Error(`no plan for ${contract}`);
  return plan;
}

/** A decimal with the point taken out: cents where there are two digits. */
const whole = (decimal: string): bigint => BigInt(decimal.replace('.', ''));

const linesOf = ({ subject, lines }: Bill): readonly object[] =>
  lines.map(({ name, quantity, cost }) => ({
    contract: subject.contractId,
    name,
    quantity: whole(quantity),
    cost: whole(cost),
  }));

describe('bills of a month of a site', () => {
  it('are by plans that can be billed by', () => {
    expect(plans.map((plan) => parsePricePlan(plan))).toEqual(plans.map((plan) => ({ plan })));
  });

  it.each([1, 2, 3])(
    'are those that SQL makes of what counters said, and the octets are those that were carried (%i)',
    (seed) => {
      const month = siteMonth(seed);
      const sql = new RatingBySql(month, plans, (contract) => planOf(contract).name);
      const bills = month.contracts.map((contractId) =>
        makeBill(
          { contractId, title: contractId, tenant: 'retail' },
          month.period,
          planOf(contractId),
          month.windows,
        ),
      );

      expect(sql.octets()).toEqual(month.truth);
      const lines = sql.lines();
      sql.close();
      expect(bills.flatMap(linesOf)).toEqual(lines);
      for (const { subject, total } of bills) {
        const own = lines.filter(({ contract }) => contract === subject.contractId);
        expect(whole(total)).toBe(own.reduce((sum, { cost }) => sum + cost, 0n));
      }
      expect(bills.filter(({ gaps }) => gaps.length > 0).length).toBeGreaterThan(10);
    },
    240_000,
  );
});
