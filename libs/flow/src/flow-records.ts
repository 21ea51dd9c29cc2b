import { writeFromRows } from './flow-record.js';
import { rowSize } from './flow-row.js';
import type { FlowRows } from './flow-rows.js';
import type { FlowTemplate, FlowTemplates } from './flow-templates.js';
import type { FlowSide, InterfaceFacts } from './information-element.js';
import type { MessageBuilder } from './message-builder.js';
import { rawPage, type Page } from './page.js';
import { writeRecord } from './template.js';

export interface RecordContext {
  readonly templates: FlowTemplates;
  interfaceOf(number: number): InterfaceFacts | undefined;
  /** Milliseconds since 1970 of the moment that NetFlow counts its times from; others have no use for it. */
  readonly uptimeBase: number;
}

/** Rows whose records differ only in what comes from the rows. */
interface Run extends Omit<FlowSide, 'facts'> {
  /** As rows name it. */
  readonly family: number;
  /** Where the rows begin. */
  readonly places: number[];
}

/** Records that are laid out together: many, since a loop over few takes longer to begin than to run. */
const mostTogether = 512;

/** Adds a record for each row; those of the same layout next to each other, since a set has a header of its own. */
export function addFlows(builder: MessageBuilder, rows: FlowRows, context: RecordContext): void {
  const { templates, uptimeBase } = context;
  for (const { family, number, isIngress, places } of runsOf(rows)) {
    const template = templateFor(family, templates);
    const { length, plan } = template;
    const facts = context.interfaceOf(number);
    const { bytes, view } = blanks(template, { number, isIngress, facts }, places.length);
    for (let begin = 0; begin < places.length; begin += mostTogether) {
      const some = places.slice(begin, begin + mostTogether);
      writeFromRows(plan, { rows, places: some, into: view, start: 0, length, uptimeBase });
      builder.addFlows(template, bytes.subarray(0, some.length * length));
    }
  }
}

function runsOf(rows: FlowRows): readonly Run[] {
  const runs = new Map<number, Run>();
  for (let index = 0; index < rows.length; index += 1) {
    const { number, isIngress, family } = rows.at(index);
    const key = (number * 2 + (isIngress ? 0 : 1)) * 8 + family;
    const run = runs.get(key) ?? { family, number, isIngress, places: [] };
    if (run.places.length === 0) runs.set(key, run);
    run.places.push(index * rowSize);
  }
  return [...runs.values()].sort((one, other) => one.family - other.family);
}

function templateFor(family: number, { ipv4, ipv6, other }: FlowTemplates): FlowTemplate {
  if (family === 0) return other;
  return family === 4 ? ipv4 : ipv6;
}

/** So many records, at most `mostTogether`, that have all but what comes from a row. */
function blanks(template: FlowTemplate, side: FlowSide, count: number): Page {
  const { length } = template;
  const most = Math.min(count, mostTogether);
  const page = rawPage(most * length);
  page.bytes.fill(0, 0, length);
  writeRecord(template, side, page, 0);
  for (let done = 1; done < most; done *= 2) {
    page.bytes.copyWithin(done * length, 0, Math.min(done, most - done) * length);
  }
  return page;
}
