/** Why a document was refused, said so that its author can mend it. */
export interface Problem<Code extends string = string> {
  /** Stable name of the kind of problem; `docs/errors.md` explains each. */
  readonly code: Code;
  /** Where in the document, as a JSON Pointer (RFC 6901); '' is the whole document. */
  readonly path: string;
  /** One lower-case sentence: what was wrong and what would be right. */
  readonly detail: string;
}

/** An expected outcome: either a value or every reason why there is none. */
export type Result<T, Code extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem<Code>[] };

export function accept<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<Code extends string>(
  ...problems: readonly Problem<Code>[]
): { readonly ok: false; readonly problems: readonly Problem<Code>[] } {
  return { ok: false, problems };
}

/** Builds a JSON Pointer from member names and array indexes. */
export function pointer(...segments: readonly PropertyKey[]): string {
  return segments
    .map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
