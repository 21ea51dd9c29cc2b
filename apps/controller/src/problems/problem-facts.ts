/** What a client, and the reader of `docs/errors.md`, may know of a kind of problem. */
export interface ProblemFacts {
  /** HTTP status of an answer whose first problem this is. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500 | 503;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** A short sentence that stays the same wherever the problem occurs (RFC 9457, 3.1.3). */
  readonly title: string;
  /** What to do about it. */
  readonly remedy: string;
}

export function facts(
  status: ProblemFacts['status'],
  title: string,
  remedy: string,
  retryable = false,
): ProblemFacts {
  return { status, retryable, title, remedy };
}
