import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { Bill } from './bill.js';
import { focusColumns, focusRows, type Issuer } from './focus-columns.js';
import { parseDecimal } from './rational.js';

/** Parquet's own types; what is not named here is a text. */
const decimals = new Set([
  ...['BilledCost', 'ContractedCost', 'EffectiveCost', 'ListCost'],
  ...['ConsumedQuantity', 'PricingQuantity'],
]);
const times = new Set([
  ...['BillingPeriodEnd', 'BillingPeriodStart', 'ChargePeriodEnd', 'ChargePeriodStart'],
]);
/** Digits of decimals in all, and of these behind the point. */
const precision = 38;
const scale = 12;

/** FOCUS as Parquet: the columns of the CSV, exact decimals, times of UTC, null where there is nothing. */
export function focusParquet(bills: readonly Bill[], issuer: Issuer): Buffer {
  const names = Object.keys(focusColumns);
  const rows = focusRows(bills, issuer);
  const columnData: ColumnSource[] = names.map((name, index) => ({
    name,
    data: rows.map((row) => valueOf(name, row[index] ?? '')),
  }));
  const schema = [{ name: 'root', num_children: names.length }, ...names.map(elementOf)];
  return Buffer.from(parquetWriteBuffer({ columnData, schema }));
}

function valueOf(name: string, text: string): string | bigint | Date | null {
  if (text === '') return null;
  if (times.has(name)) return new Date(text);
  return decimals.has(name) ? unscaled(text) : text;
}

/** A decimal without its point, as many digits behind it as the column has. */
function unscaled(text: string): bigint {
  const value = parseDecimal(text);
  if (value === undefined) throw new TypeError(`'${text}' is no decimal number`);
  return (value.top * 10n ** BigInt(scale)) / value.bottom;
}

function elementOf(name: string): SchemaElement {
  const common = { name, repetition_type: 'OPTIONAL' } as const;
  if (times.has(name)) return { ...common, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' };
  if (!decimals.has(name)) return { ...common, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
  const type = { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 } as const;
  return { ...common, ...type, converted_type: 'DECIMAL', precision, scale };
}

type SchemaElement = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number];
