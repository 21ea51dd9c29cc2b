import { STATUS_CODES } from 'node:http';
import type { Problem } from '#contract';
import { factsOf } from '../problems/problem-table.js';

/** RFC 9457, with our code and every reason. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly retryable: boolean;
  readonly errors: readonly Problem[];
  readonly requestId?: string;
}

/** The document for problems, of which the first decides code and status. */
export function problemDocument(problems: readonly Problem[], instance: string): ProblemDocument {
  const [
    first = { code: 'internal-error', path: '', detail: 'refused without a reason' },
    ...more
  ] = problems;
  const { status, title, retryable } = factsOf(first.code);
  return {
    type: `urn:hercules-connect:problem:${first.code}`,
    title,
    status,
    detail:
      more.length === 0 ? first.detail : `${first.detail} (and ${more.length} more: see errors)`,
    instance,
    code: first.code,
    retryable,
    errors: problems,
  };
}

/** A failure of ours: the reader learns nothing but a name to look for in the log. */
export function failureDocument(requestId: string, instance: string): ProblemDocument {
  const code = 'internal-error';
  const detail = `the controller failed; its log has more under request id ${requestId}`;
  return { ...problemDocument([{ code, path: '', detail }], instance), errors: [], requestId };
}

/** Problems for which only the status is known, as a framework says it. */
export function statusProblem(status: number, detail: string): Problem {
  const code = codeOfStatus(status);
  return {
    code,
    path: '',
    detail: detail === '' ? (STATUS_CODES[status] ?? 'refused') : lowerFirst(detail),
  };
}

function codeOfStatus(status: number): string {
  switch (status) {
    case 401:
      return 'token-invalid';
    case 403:
      return 'scope-missing';
    case 404:
    case 405:
      return 'route-unknown';
    case 413:
      return 'body-too-large';
    case 415:
      return 'media-type-unsupported';
    default:
      return 'request-malformed';
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
