/** A document as its author will see and edit it, in the order in which it is written. */
export type Draft = Readonly<Record<string, unknown>>;

/** As it is written to a file and later signed. */
export function draftText(draft: Draft): string {
  return `${JSON.stringify(draft, undefined, 2)}\n`;
}
