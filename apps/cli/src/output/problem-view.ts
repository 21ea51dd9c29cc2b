import type { Problem } from '#contract';
import { plainText } from './plain-text.js';
import { alignedRows } from './table.js';

/** One line for each problem: its code, its place in the document (`/` is the whole) and what would be right. */
export function problemView(problems: readonly Problem[], indent = '  '): string {
  const rows = problems.map(({ code, path, detail }) => [code, path === '' ? '/' : path, detail]);
  return alignedRows(
    rows.map((cells) => cells.map(plainText)),
    indent,
  );
}
