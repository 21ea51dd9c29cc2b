import { FlowAccounts } from './flow-accounts.js';
import type { NumberTotals } from './kernel-meter.js';
import { noTotals } from './meter-layout.js';

function totals(flowPackets: bigint, overflowPackets = 0n): ReadonlyMap<number, NumberTotals> {
  const ingress = { ...noTotals, flowPackets, overflowPackets };
  return new Map([[7, { ingress, egress: noTotals }]]);
}

describe('flows and totals', () => {
  it('agree where flows and overflow add up to the totals', () => {
    const accounts = new FlowAccounts();
    accounts.count(7, 'ingress', 90, 0);
    expect(accounts.compare(totals(100n, 10n), totals(100n, 10n))).toEqual([]);
  });

  it('differ by what is missing', () => {
    const accounts = new FlowAccounts();
    accounts.count(7, 'ingress', 89, 0);
    expect(accounts.compare(totals(90n), totals(90n))).toMatchObject([{ packets: 1n }]);
  });

  it('agree under traffic where the flows lie between the two readings of the totals', () => {
    const accounts = new FlowAccounts();
    accounts.count(7, 'ingress', 95, 0);
    expect(accounts.compare(totals(90n), totals(99n))).toEqual([]);
    expect(accounts.compare(totals(96n), totals(99n))).toMatchObject([{ packets: 1n }]);
    expect(accounts.compare(totals(80n), totals(94n))).toMatchObject([{ packets: -1n }]);
  });

  it('are compared only after a quiet moment where it is not known what was read before', () => {
    const accounts = new FlowAccounts();
    accounts.begin(totals(50n));
    expect(accounts.compare(totals(50n), totals(60n))).toEqual([]);
    expect(accounts.compare(totals(60n), totals(60n))).toEqual([]);
    expect(accounts.compare(totals(61n), totals(61n))).toMatchObject([{ packets: 1n }]);
  });
});
