import type { ElementOf } from './information-element.js';
import type { Page } from './page.js';

/** A layout of records; ids of templates begin at 256. */
export interface Template<Source> {
  readonly id: number;
  readonly elements: readonly ElementOf<Source>[];
  /** The first so many elements say what the record is about; absent: a template of flows. */
  readonly scope?: number;
  /** Bytes of one record. */
  readonly length: number;
}

export function templateOf<Source>(
  id: number,
  elements: readonly ElementOf<Source>[],
  scope?: number,
): Template<Source> {
  const length = elements.reduce((sum, element) => sum + element.length, 0);
  return { id, elements, length, ...(scope === undefined ? {} : { scope }) };
}

/** Writes one record; answers with where it ends. */
export function writeRecord<Source>(
  { elements }: Template<Source>,
  source: Source,
  into: Page,
  start: number,
): number {
  let offset = start;
  for (const element of elements) {
    element.write(source, into, offset);
    offset += element.length;
  }
  return offset;
}
