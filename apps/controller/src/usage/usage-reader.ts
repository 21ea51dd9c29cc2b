import { decodeJwt } from 'jose';
import {
  focusCsv,
  focusParquet,
  makeBill,
  parsePricePlan,
  type Bill,
  type NamedWindow,
} from '#billing';
import { accept, refuse, type Result } from '#contract';
import type { Store } from '#store';
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
  constructor(private readonly store: Store) {}

  async usage({ contractId, from, to }: UsagePeriod): Promise<Result<UsageView>> {
    const windows = await this.#windows(from, to);
    return accept(usageSums(windows, contractId, { from, to }));
  }

  /** The signed windows themselves, from which anybody can compute the sums and a bill anew. */
  async evidence({
    contractId,
    from,
    to,
  }: UsagePeriod): Promise<Result<{ items: readonly string[] }>> {
    const records = await this.store.usage.ending(from, to);
    const items = records.map(({ jws }) => jws);
    const about = items.filter((jws) =>
      parseUsageWindow(decodeJwt(jws))?.interfaces.some((one) => one.contractId === contractId),
    );
    return accept({ items: about });
  }

  async bill(period: UsagePeriod, prices: object, format: BillFormat): Promise<Result<Answer>> {
    const parsed = parsePricePlan(prices);
    if ('problems' in parsed) {
      return refuse(
        ...parsed.problems.map((detail) => ({ code: 'price-plan-invalid', path: '/plan', detail })),
      );
    }
    const { contractId, from, to } = period;
    const contract = await this.store.contracts.find(contractId);
    const version =
      contract && (await this.store.contractVersions.find(contractId, contract.version));
    if (version === undefined)
      return refuseWith('contract-unknown', `there is no contract '${contractId}'`);
    const { title, owner } = version.payload;
    const { tenant, costCenter } = owner;
    const subject = { contractId, title, tenant, ...(costCenter !== undefined && { costCenter }) };
    const bill = makeBill(subject, { from, to }, parsed.plan, await this.#windows(from, to));
    return accept(billAnswer(bill, format));
  }

  async #windows(from: string, to: string): Promise<readonly NamedWindow[]> {
    const records = await this.store.usage.ending(from, to);
    return records.flatMap(({ digest, jws }) => {
      const window = parseUsageWindow(decodeJwt(jws));
      return window === undefined ? [] : [{ digest, window }];
    });
  }
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
