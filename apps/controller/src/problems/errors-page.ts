import { problemTable } from './problem-table.js';

/** `docs/errors.md`: every code that an answer or a host's report can carry, and what to do about it. */
export function errorsPage(): string {
  const rows = Object.entries(problemTable)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([code, { status, retryable, title, remedy }]) =>
        `| <a id="${code}"></a>\`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${cell(title)} | ${cell(remedy)} |`,
    );
  return [
    '# Every refusal, and what to do about it',
    '',
    'Generated from the tables in `apps/controller/src/problems` by `npm run generate`; do not edit.',
    '',
    'Answers are `application/problem+json` (RFC 9457) with `type` `urn:hercules-connect:problem:<code>`. Refused documents',
    'list every reason in `errors[]`, each with the JSON Pointer of its place. Hosts report the same codes.',
    '',
    '| code | status | same request may work later | what it means | what to do |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
