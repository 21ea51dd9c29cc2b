import { contractId, randomMonth } from '../test/random-month.js';
import { makeBill } from './bill.js';
import { focusCsv } from './focus-csv.js';
import type { NamedWindow } from './metered-usage.js';
import { planProblems } from './plan-problems.js';
import type { PricePlan } from './price-plan.js';

const subject = { contractId, title: 'Branch, "north"', tenant: 'retail', costCenter: 'CC-7' };
const january = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
const plan: PricePlan = {
  name: 'standard',
  currency: 'EUR',
  rates: [
    { type: 'flat', name: 'base', price: '49.90' },
    {
      type: 'tiered',
      name: 'volume',
      side: 'sum',
      unit: 'GB',
      tiers: [
        { upTo: '1000', price: '0.085' },
        { upTo: '500000', price: '0.031' },
        { price: '0.007' },
      ],
    },
    { type: 'percentile95', name: 'burst', price: '0.33' },
    { type: 'tunnel-hour', name: 'tunnels', price: '0.0125' },
  ],
};

function windowOf(index: number, ingress: bigint, egress: bigint, minutes = 5): NamedWindow {
  const from = Date.parse(january.from) + index * 300_000;
  return {
    digest: `sha256:${index}`,
    window: {
      schema: 'hercules.connect/usage/v1',
      host: 'host-a',
      sequence: index + 1,
      from: new Date(from).toISOString(),
      to: new Date(from + minutes * 60_000).toISOString(),
      interfaces: [
        {
          contractId,
          workload: 'lan',
          interface: 'if1',
          number: 1,
          meter: 'ebpf',
          ingress: { packets: '1', octets: String(ingress) },
          egress: { packets: '1', octets: String(egress) },
        },
      ],
    },
  };
}

/** Rounds halves up, by another way than the library: through text. */
function cents(thousandMillionths: bigint): string {
  const rounded = (thousandMillionths + 5_000_000_000n) / 10_000_000_000n;
  const text = String(rounded).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

describe('a bill', () => {
  it.each([1, 2, 3, 4, 5])(
    'over a month with restarts, silences and re-creations is what was carried, to the cent and the octet (%i)',
    (seed) => {
      const { windows, truth } = randomMonth(seed, Date.parse(january.from), 4000);
      const whole = { from: january.from, to: '2027-01-01T00:00:00.000Z' };
      const bill = makeBill(subject, whole, plan, windows);
      const truths = [...truth.values()];
      const octets = truths.reduce((sum, { ingress, egress }) => sum + ingress + egress, 0n);
      const stood = truths.reduce((sum, one) => sum + one.stood, 0n);
      // In units of 10^-12 EUR: an octet of the first tier costs 85 of them.
      const [first, second] = [1000n * 10n ** 9n, 500_000n * 10n ** 9n];
      const volume =
        octets <= second
          ? first * 85n + (octets - first) * 31n
          : first * 85n + (second - first) * 31n + (octets - second) * 7n;
      const [, volumeLine, , hoursLine] = bill.lines;
      expect(volumeLine?.quantity).toBe(
        `${octets / 10n ** 9n}.${String((octets % 10n ** 9n) / 1000n + (octets % 1000n >= 500n ? 1n : 0n)).padStart(6, '0')}`,
      );
      expect(volumeLine?.cost).toBe(cents(volume));
      expect(hoursLine?.cost).toBe(cents((stood * 125n * 10n ** 8n) / 3_600_000n));
      expect(bill.samples).toHaveLength(windows.length);
    },
  );

  it('is the same again from the same windows in any order', () => {
    const { windows } = randomMonth(9, Date.parse(january.from), 500);
    const bill = makeBill(subject, january, plan, windows);
    expect(makeBill(subject, january, plan, windows.toReversed())).toEqual(bill);
  });

  it('counts a window in the period in which it ends, and in no other', () => {
    const border = windowOf(-1, 10n ** 9n, 0n);
    const windows = [
      border,
      windowOf(0, 10n ** 9n, 0n),
      windowOf(8927, 10n ** 9n, 0n),
      windowOf(8928, 10n ** 9n, 0n),
    ];
    const { lines, samples } = makeBill(subject, january, plan, windows);
    expect(lines[1]?.quantity).toBe('2.000000');
    expect(samples).toEqual(['sha256:0', 'sha256:8927']);
  });

  it('takes the throughput that 95 % of the samples do not exceed, of the busier side', () => {
    const megabit = 37_500_000n;
    const quiet = Array.from({ length: 95 }, (_, index) => windowOf(index, megabit, 1n));
    const busy = Array.from({ length: 5 }, (_, index) => windowOf(95 + index, 1n, megabit * 100n));
    const lines = (windows: readonly NamedWindow[]): string | undefined =>
      makeBill(subject, january, plan, windows).lines[2]?.quantity;
    expect(lines([...busy, ...quiet])).toBe('1.000000');
    expect(lines([...busy, ...quiet.slice(1)])).toBe('100.000000');
  });

  it('has a long window stand for as many samples of its mean', () => {
    const megabit = 37_500_000n;
    const windows = [windowOf(0, megabit * 12n * 2n, 0n, 60), windowOf(12, megabit * 9n, 0n)];
    expect(makeBill(subject, january, plan, windows).lines[2]?.quantity).toBe('9.000000');
    const more = [
      ...Array.from({ length: 2 }, (_, hour) => windowOf(hour * 12, megabit * 24n, 0n, 60)),
      windowOf(24, megabit * 9n, 0n),
    ];
    expect(makeBill(subject, january, plan, more).lines[2]?.quantity).toBe('2.000000');
  });

  it('names windows in which something was not counted', () => {
    const one = windowOf(0, 1n, 1n);
    const torn = { ...one, window: { ...one.window, gap: 'machine-restarted' as const } };
    expect(makeBill(subject, january, plan, [torn, windowOf(1, 1n, 1n)]).gaps).toEqual([
      'sha256:0',
    ]);
  });

  it('is FOCUS as CSV, with every mandatory column and cells that stay cells', () => {
    const bill = makeBill(subject, january, plan, [windowOf(0, 10n ** 9n, 0n)]);
    const issuer = { provider: 'Example', billingAccountId: 'A-1', billingAccountName: 'Example' };
    const [names = '', ...rows] = focusCsv([bill], issuer).trimEnd().split('\r\n');
    expect(names.split(',')).toEqual(expect.arrayContaining(mandatory));
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain('"base: Branch, ""north"""');
    expect(rows[1]).toMatch(/^0\.09,/);
  });
});

/** Mandatory in FOCUS 1.2. */
const mandatory = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ServiceCategory',
  'ServiceName',
];

describe('a plan', () => {
  it('is refused where a price is no decimal number or tiers do not ascend', () => {
    expect(planProblems(plan)).toEqual([]);
    expect(planProblems({ ...plan, currency: 'euro' })).toHaveLength(1);
    expect(
      planProblems({ ...plan, rates: [{ type: 'flat', name: 'x', price: '1,5' }] }),
    ).toHaveLength(1);
    const tiers = [{ upTo: '5', price: '1' }, { upTo: '4', price: '1' }, { price: '1' }];
    expect(
      planProblems({
        ...plan,
        rates: [{ type: 'tiered', name: 'x', side: 'sum', unit: 'GB', tiers }],
      }),
    ).toHaveLength(1);
  });
});
