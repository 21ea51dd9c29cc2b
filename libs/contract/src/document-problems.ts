import { contractProblem, type ContractProblem } from './problem-codes.js';

/** Version 1 begins a chain; every later version names the digest of the one before. */
export function previousProblems(document: {
  readonly version: number;
  readonly previous?: string | undefined;
}): readonly ContractProblem[] {
  if (document.version > 1 && document.previous === undefined) {
    return [
      contractProblem(
        'member-missing',
        '/previous',
        'from version 2 on, the digest of the version before is required',
      ),
    ];
  }
  return document.version === 1 && document.previous !== undefined
    ? [contractProblem('previous-mismatch', '/previous', 'version 1 has no version before it')]
    : [];
}

/** A period runs from `notBefore` to just before `notAfter`. */
export function periodProblems(
  period: { readonly notBefore: string; readonly notAfter: string },
  path: string,
): readonly ContractProblem[] {
  return Date.parse(period.notBefore) < Date.parse(period.notAfter)
    ? []
    : [contractProblem('value-invalid', `${path}/notAfter`, 'must be later than notBefore')];
}
