import type { Bill, BillLine } from './bill.js';

/** Who issues bills. */
export interface Issuer {
  readonly provider: string;
  readonly billingAccountId: string;
  readonly billingAccountName: string;
}

export type FocusColumn = (line: BillLine, bill: Bill, issuer: Issuer) => string;

/** Texts of the columns of FOCUS 1.2, '' where there is nothing, the allocation columns of 1.3, and our own, which begin with x_. */
export const focusColumns: Readonly<Record<string, FocusColumn>> = {
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

/** A row of texts for each line of the bills, in the order of the columns. */
export function focusRows(bills: readonly Bill[], issuer: Issuer): readonly (readonly string[])[] {
  return bills.flatMap((bill) =>
    bill.lines.map((line) => Object.values(focusColumns).map((text) => text(line, bill, issuer))),
  );
}
