import type { Digest } from './fields.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';

/** A version that is known already. */
export interface KnownVersion {
  readonly version: number;
  readonly digest: Digest;
}

interface NextVersion {
  readonly version: number;
  readonly previous?: Digest | undefined;
}

/** Whether `next`, whose digest differs from that of `last`, follows it directly; without `last` only version 1 may come. */
export function chainProblems(
  next: NextVersion,
  last: KnownVersion | undefined,
): readonly ContractProblem[] {
  const known = last?.version ?? 0;
  if (next.version > known + 1) {
    return [contractProblem('version-gap', '/version', `version ${known + 1} must come first`)];
  }
  if (next.version < known) {
    return [contractProblem('version-old', '/version', `version ${known} is known already`)];
  }
  if (next.version === known) {
    return [
      contractProblem(
        'version-equivocation',
        '/version',
        `another document was signed as version ${known}`,
      ),
    ];
  }
  return last === undefined || next.previous === last.digest
    ? []
    : [
        contractProblem(
          'previous-mismatch',
          '/previous',
          `the digest of version ${known} is '${last.digest}'`,
        ),
      ];
}
