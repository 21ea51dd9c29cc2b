import { parquetReadObjects, parquetSchema, parquetMetadata } from 'hyparquet';
import { contractId, randomMonth } from '../test/random-month.js';
import { makeBill } from './bill.js';
import { focusCsv } from './focus-csv.js';
import { focusParquet } from './focus-parquet.js';
import type { PricePlan } from './price-plan.js';

const from = '2026-01-01T00:00:00.000Z';
const plan: PricePlan = {
  name: 'standard',
  currency: 'EUR',
  rates: [
    { type: 'flat', name: 'base', price: '49.90' },
    { type: 'tiered', name: 'volume', side: 'sum', unit: 'GB', tiers: [{ price: '0.085' }] },
  ],
};
const subject = { contractId, title: 'Branch, "north"', tenant: 'retail' };
const issuer = { provider: 'Example', billingAccountId: 'A-1', billingAccountName: 'Example' };
const { windows } = randomMonth(3, Date.parse(from), 200);
const bill = makeBill(subject, { from, to: '2027-01-01T00:00:00.000Z' }, plan, windows);
const bytes = focusParquet([bill], issuer);
const file = Uint8Array.from(bytes).buffer;

describe('a bill as Parquet', () => {
  it('has the columns and lines of the CSV', async () => {
    const [names = ''] = focusCsv([bill], issuer).split('\r\n');
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(2);
    expect(Object.keys(rows[0] ?? {})).toEqual(names.split(','));
  });

  it('is read back as what was billed, in types of its own', async () => {
    const [base, volume] = await parquetReadObjects({ file });
    expect(base).toMatchObject({
      BilledCost: 49.9,
      BillingCurrency: 'EUR',
      BillingPeriodStart: new Date(from),
      ChargeDescription: 'base: Branch, "north"',
      ConsumedQuantity: null,
      ChargeClass: null,
    });
    expect(volume?.['BilledCost']).toBeCloseTo(Number(bill.lines[1]?.cost), 6);
    const { children } = parquetSchema(parquetMetadata(file));
    expect(children.find(({ element }) => element.name === 'ListCost')?.element).toMatchObject({
      converted_type: 'DECIMAL',
      precision: 38,
      scale: 12,
    });
  });
});
