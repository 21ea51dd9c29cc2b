import { field, rowSize, type FlowRow } from './flow-row.js';
import type { FlowRows } from './flow-rows.js';
import type { FlowTemplate, FlowTemplates } from './flow-templates.js';
import type { InterfaceFacts } from './information-element.js';
import type { MessageBuilder } from './message-builder.js';
import { freshPage, type Page } from './page.js';
import { writeRecord } from './template.js';

export interface RecordContext {
  readonly templates: FlowTemplates;
  interfaceOf(number: number): InterfaceFacts | undefined;
  /** Milliseconds since 1970 of the moment that NetFlow counts its times from; others have no use for it. */
  readonly uptimeBase: number;
}

/** Families of addresses as rows name them. */
const families = [
  [4, 'ipv4'],
  [6, 'ipv6'],
  [0, 'other'],
] as const;

/** Adds a record for each row; those of the same layout next to each other, since a set has a header of its own. */
export function addFlows(builder: MessageBuilder, rows: FlowRows, context: RecordContext): void {
  const places = new Int32Array(rows.length);
  for (const [family, name] of families) {
    const template = context.templates[name];
    const count = placesOf(rows, family, places);
    const blanks = new RecordBlanks(template, context);
    const source = { rows, places: places.subarray(0, count), uptimeBase: context.uptimeBase };
    builder.addFlows(template, source, (row) => blanks.of(row));
  }
}

/** Finds where rows of a family begin; answers with their number. */
function placesOf(rows: FlowRows, family: number, places: Int32Array): number {
  const { view, length } = rows;
  let count = 0;
  for (let at = 0; at < length * rowSize; at += rowSize) {
    if (view.getUint8(at + field.family) !== family) continue;
    places[count] = at;
    count += 1;
  }
  return count;
}

/** Records that have all but what comes from a row: one for each interface and direction. */
class RecordBlanks {
  readonly #blanks = new Map<number, Page>();

  constructor(
    private readonly template: FlowTemplate,
    private readonly context: RecordContext,
  ) {}

  of(row: FlowRow): Buffer {
    const key = row.number * 2 + (row.isIngress ? 0 : 1);
    return (this.#blanks.get(key) ?? this.make(key, row)).bytes;
  }

  private make(key: number, { number, isIngress }: FlowRow): Page {
    const page = freshPage(this.template.length);
    const facts = this.context.interfaceOf(number);
    writeRecord(this.template, { number, isIngress, facts }, page, 0);
    this.#blanks.set(key, page);
    return page;
  }
}
