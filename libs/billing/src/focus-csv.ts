import type { Bill } from './bill.js';
import { focusColumns, focusRows, type Issuer } from './focus-columns.js';

/** RFC 4180, with a line of names, one line for each line of the bills. */
export function focusCsv(bills: readonly Bill[], issuer: Issuer): string {
  return [Object.keys(focusColumns), ...focusRows(bills, issuer)]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
