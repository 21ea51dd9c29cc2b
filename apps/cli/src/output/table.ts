import { stripVTControlCharacters } from 'node:util';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
}

const gap = '  ';

/** Lines of aligned columns under upper-case titles, without borders; each line ends with a newline. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const titles = columns.map(({ title }) => title.toUpperCase());
  return alignedRows([titles, ...rows.map((row) => columns.map(({ cell }) => cell(row)))], '');
}

/** Rows of cells as aligned lines, each after an indent and ending with a newline. */
export function alignedRows(rows: readonly (readonly string[])[], indent: string): string {
  const widths = columnWidths(rows);
  const lines = rows.map((cells) => cells.map((cell, index) => padded(cell, widths[index] ?? 0)));
  return lines.map((cells) => `${indent}${cells.join(gap)}`.trimEnd() + '\n').join('');
}

/** `title: value` lines with the values aligned; a value of undefined leaves its line out. */
export function fieldList(fields: Readonly<Record<string, string | undefined>>): string {
  const rows = Object.entries(fields).flatMap(([title, value]) =>
    value === undefined ? [] : [[`${title}:`, value]],
  );
  return alignedRows(rows, '');
}

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const count = Math.max(0, ...rows.map((cells) => cells.length));
  return Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((cells) => shownWidth(cells[index] ?? ''))),
  );
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - shownWidth(cell)));
}

function shownWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}
