import { decodeJwt } from 'jose';
import {
  focusCsv,
  focusParquet,
  makeBill,
  parsePricePlan,
  type Bill,
  type NamedWindow,
  type PricePlan,
} from '#billing';
import { accept, refuse, type Contract, type Result } from '#contract';
import { deletedContent, type Store, type UsageRecord } from '#store';
import { parseUsageWindow } from '#usage';
import { Answer } from '../http/answer.js';
import { refuseWith } from '../problems/refuse-with.js';
import type { BillFormat } from './usage-requests.js';
import { usageSums, type UsageView } from './usage-view.js';

export interface UsagePeriod {
  readonly contractId: string;
  readonly from: string;
  readonly to: string;
}

const issuer = {
  provider: 'Hercules Connect',
  billingAccountId: 'default',
  billingAccountName: 'default',
};

/** Shows what was carried, and what that costs. */
export class UsageReader {
  constructor(
    private readonly store: Store,
    private readonly pricePlans: readonly PricePlan[],
  ) {}

  async usage(period: UsagePeriod): Promise<Result<UsageView>> {
    const records = await this.#records(period);
    if (!records.ok) return records;
    const { contractId, from, to } = period;
    return accept(usageSums(windowsIn(records.value), contractId, { from, to }));
  }

  /** The signed windows themselves, from which anybody can compute the sums and a bill anew. */
  async evidence(period: UsagePeriod): Promise<Result<{ items: readonly string[] }>> {
    const records = await this.#records(period);
    if (!records.ok) return records;
    const items = records.value.map(({ jws }) => jws);
    const about = items.filter((jws) =>
      parseUsageWindow(decodeJwt(jws))?.interfaces.some(
        (one) => one.contractId === period.contractId,
      ),
    );
    return accept({ items: about });
  }

  /** That the settings have given. */
  plans(): Result<{ items: readonly PricePlan[] }> {
    return accept({ items: this.pricePlans });
  }

  /** @param prices absent: those of the plan that the contract names */
  async bill(
    period: UsagePeriod,
    prices: object | undefined,
    format: BillFormat,
  ): Promise<Result<Answer>> {
    const { contractId, from, to } = period;
    const contract = await this.#contract(contractId);
    if (contract === undefined)
      return refuseWith('contract-unknown', `there is no contract '${contractId}'`);
    const plan = prices === undefined ? this.#planOf(contract) : planFrom(prices);
    if (!plan.ok) return plan;
    const records = await this.#records(period);
    if (!records.ok) return records;
    const { title, owner } = contract;
    const { tenant, costCenter } = owner;
    const subject = { contractId, title, tenant, ...(costCenter !== undefined && { costCenter }) };
    const bill = makeBill(subject, { from, to }, plan.value, windowsIn(records.value));
    return accept(billAnswer(bill, format));
  }

  /** As it is in force; one that never was: as it is being signed. */
  async #contract(contractId: string): Promise<Contract | undefined> {
    const found = await this.store.contracts.find(contractId);
    if (found === undefined) return undefined;
    const version = found.approvedVersion ?? found.version;
    return (await this.store.contractVersions.find(contractId, version))?.payload;
  }

  #planOf({ contractId, chargeback }: Contract): Result<PricePlan> {
    if (chargeback === undefined) {
      const detail = `contract '${contractId}' names no price plan: amend it with chargeback.plan, or give a plan with the request`;
      return refuseWith('price-plan-unknown', detail, '/plan');
    }
    const plan = this.pricePlans.find(({ name }) => name === chargeback.plan);
    if (plan !== undefined) return accept(plan);
    const known = this.pricePlans.map(({ name }) => `'${name}'`).join(', ');
    const detail = `contract '${contractId}' names the price plan '${chargeback.plan}', which this controller does not have (it has ${known || 'none'}): add it to pricePlans in the settings, or give a plan with the request`;
    return refuseWith('price-plan-unknown', detail, '/plan');
  }

  /** All windows of a period. Where some that may tell of the contract are gone, no sum would be true. */
  async #records({ contractId, from, to }: UsagePeriod): Promise<Result<readonly UsageRecord[]>> {
    const records = await this.store.usage.ending(from, to);
    const deleted = records.filter(({ jws }) => jws === deletedContent);
    if (deleted.length === 0) return accept(records);
    const nodes = new Set(await this.store.contracts.nodesEverNamed(contractId));
    const last = deleted.filter(({ node }) => nodes.has(node)).at(-1);
    if (last === undefined) return accept(records.filter(({ jws }) => jws !== deletedContent));
    const detail = `windows of usage that end until ${last.endsAt} were deleted, as flow.retentionDays of their contracts says: ask for what came after`;
    return refuseWith('usage-deleted', detail);
  }
}

function windowsIn(records: readonly UsageRecord[]): readonly NamedWindow[] {
  return records.flatMap(({ digest, jws }) => {
    const window = parseUsageWindow(decodeJwt(jws));
    return window === undefined ? [] : [{ digest, window }];
  });
}

function planFrom(prices: object): Result<PricePlan> {
  const parsed = parsePricePlan(prices);
  if ('plan' in parsed) return accept(parsed.plan);
  return refuse(
    ...parsed.problems.map((detail) => ({ code: 'price-plan-invalid', path: '/plan', detail })),
  );
}

function billAnswer(bill: Bill, format: BillFormat): Answer {
  switch (format) {
    case 'json':
      return new Answer(bill, 200, {});
    case 'focus-csv':
      return new Answer(focusCsv([bill], issuer), 200, {
        'content-type': 'text/csv; charset=utf-8',
      });
    case 'focus-parquet':
      // Registered with IANA.
      return new Answer(focusParquet([bill], issuer), 200, {
        'content-type': 'application/vnd.apache.parquet',
      });
  }
}
