import { DatabaseSync } from 'node:sqlite';
import type { PricePlan, Rate } from '../src/price-plan.js';
import { volumeUnits } from '../src/price-plan.js';
import { octetsSql, ratingSql, tables } from './rating-sql.js';
import type { SiteMonth } from './site-month.js';

/** A line of a bill: millionths of its unit, and its cost in the smallest amount that the plan bills. */
export interface SqlLine {
  readonly contract: string;
  readonly name: string;
  readonly quantity: bigint;
  readonly cost: bigint;
}

/**
 * Sums and bills by another method than the library's: from what counters said, not from windows; by window functions of
 * a database, not by a ledger; by whole numbers of it, not by fractions.
 */
export class RatingBySql {
  readonly #database = new DatabaseSync(':memory:');

  constructor(month: SiteMonth, plans: readonly PricePlan[], planOf: (contract: string) => string) {
    this.#database.exec(tables);
    this.#database.exec('BEGIN');
    this.#insert('moment', month.moments);
    this.#insert(
      'reading',
      month.readings.map((one) => [
        ...[one.host, one.at, one.boot, one.contract, one.number],
        ...[one.epoch ?? null, one.ingress, one.egress],
      ]),
    );
    this.#insert('period', [[Date.parse(month.period.from), Date.parse(month.period.to)]]);
    this.#insert(
      'subject',
      month.contracts.map((contract) => [contract, planOf(contract)]),
    );
    for (const { name, rates, digits = 2 } of plans) {
      for (const [index, rate] of rates.entries())
        this.#addRate(name, 10 ** (6 - digits), index, rate);
    }
    this.#database.exec('COMMIT');
  }

  /** By contract. */
  octets(): ReadonlyMap<string, bigint> {
    const rows = this.#rows(octetsSql);
    return new Map(rows.map(({ contract, octets }) => [String(contract), BigInt(octets ?? 0)]));
  }

  lines(): readonly SqlLine[] {
    return this.#rows(ratingSql).map(({ contract, name, quantity, cost }) => ({
      contract: String(contract),
      name: String(name),
      quantity: BigInt(quantity ?? 0),
      cost: BigInt(cost ?? 0),
    }));
  }

  close(): void {
    this.#database.close();
  }

  #rows(sql: string): readonly Readonly<Record<string, string | bigint | null>>[] {
    const statement = this.#database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all() as readonly Readonly<Record<string, string | bigint | null>>[];
  }

  #insert(table: string, rows: readonly (readonly (string | number | bigint | null)[])[]): void {
    const marks = rows[0]?.map(() => '?').join(', ') ?? '';
    const statement = this.#database.prepare(`INSERT INTO ${table} VALUES (${marks})`);
    for (const row of rows) statement.run(...row);
  }

  #addRate(plan: string, divisor: number, index: number, rate: Rate): void {
    const price = rate.type === 'tiered' ? 0 : millionths(rate.price);
    const side = rate.type === 'tiered' ? rate.side : '';
    const unit = rate.type === 'tiered' ? volumeUnits[rate.unit] : 1n;
    this.#insert('rate', [[plan, index, rate.name, rate.type, price, side, unit, divisor]]);
    if (rate.type !== 'tiered') return;
    const ends = rate.tiers.map(({ upTo }) => (upTo === undefined ? null : BigInt(upTo) * unit));
    const tiers = rate.tiers.map((tier, position) => {
      const begin = ends[position - 1] ?? 0n;
      return [plan, index, begin, ends[position] ?? null, millionths(tier.price)];
    });
    this.#insert('tier', tiers);
  }
}

function millionths(price: string): number {
  return Math.round(Number(price) * 1e6);
}
