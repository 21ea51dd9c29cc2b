import type { Bill, BillLine } from './bill.js';

/** Who issues bills. */
export interface Issuer {
  readonly provider: string;
  readonly billingAccountId: string;
  readonly billingAccountName: string;
}

type Column = (line: BillLine, bill: Bill, issuer: Issuer) => string;

/** Columns of FOCUS 1.2, the allocation columns of 1.3, and our own, which begin with x_. */
const columns: Readonly<Record<string, Column>> = {
  BilledCost: ({ cost }) => cost,
  BillingAccountId: (_line, _bill, { billingAccountId }) => billingAccountId,
  BillingAccountName: (_line, _bill, { billingAccountName }) => billingAccountName,
  BillingCurrency: (_line, { plan }) => plan.currency,
  BillingPeriodEnd: (_line, { period }) => period.to,
  BillingPeriodStart: (_line, { period }) => period.from,
  ChargeCategory: ({ type }) => (type === 'flat' ? 'Purchase' : 'Usage'),
  ChargeClass: () => '',
  ChargeDescription: ({ name }, { subject }) => `${name}: ${subject.title}`,
  ChargeFrequency: ({ type }) => (type === 'flat' ? 'Recurring' : 'Usage-Based'),
  ChargePeriodEnd: (_line, { period }) => period.to,
  ChargePeriodStart: (_line, { period }) => period.from,
  ConsumedQuantity: ({ type, quantity }) => (type === 'flat' ? '' : quantity),
  ConsumedUnit: ({ type, unit }) => (type === 'flat' ? '' : unit),
  ContractedCost: ({ cost }) => cost,
  EffectiveCost: ({ cost }) => cost,
  InvoiceIssuerName: (_line, _bill, { provider }) => provider,
  ListCost: ({ cost }) => cost,
  PricingQuantity: ({ quantity }) => quantity,
  PricingUnit: ({ unit }) => unit,
  ProviderName: (_line, _bill, { provider }) => provider,
  PublisherName: (_line, _bill, { provider }) => provider,
  ResourceId: (_line, { subject }) => subject.contractId,
  ResourceName: (_line, { subject }) => subject.title,
  ServiceCategory: () => 'Networking',
  ServiceName: () => 'Hercules Connect',
  ServiceSubcategory: () => 'Network Connectivity',
  SubAccountId: (_line, { subject }) => subject.tenant,
  SubAccountName: (_line, { subject }) => subject.tenant,
  Tags: (_line, { subject }) =>
    subject.costCenter === undefined ? '{}' : JSON.stringify({ costCenter: subject.costCenter }),
  AllocatedMethodId: () => 'metered',
  AllocatedMethodDetails: (_line, { samples }) =>
    JSON.stringify({ samples: samples.length, schema: 'hercules.connect/usage/v1' }),
  AllocatedResourceId: (_line, { subject }) => subject.contractId,
  AllocatedResourceName: (_line, { subject }) => subject.title,
  AllocatedTags: () => '{}',
  HostProviderName: (_line, _bill, { provider }) => provider,
  ServiceProviderName: (_line, _bill, { provider }) => provider,
  x_PlanName: (_line, { plan }) => plan.name,
  x_GapCount: (_line, { gaps }) => String(gaps.length),
};

/** RFC 4180, with a line of names, one line for each line of the bills. */
export function focusCsv(bills: readonly Bill[], issuer: Issuer): string {
  const rows = bills.flatMap((bill) =>
    bill.lines.map((line) => Object.values(columns).map((column) => column(line, bill, issuer))),
  );
  return [Object.keys(columns), ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
