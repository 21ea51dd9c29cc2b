/** Why a command did not succeed. */
export type FailureCode =
  | 'failed'
  | 'usage'
  | 'refused'
  | 'not-found'
  | 'conflict'
  | 'unauthorised'
  | 'unreachable'
  | 'timed-out';

interface ExitCode {
  readonly status: number;
  readonly meaning: string;
}

/** The exit status of every kind of failure; 0 is success. Scripts depend on these numbers. */
export const exitCodes = {
  failed: { status: 1, meaning: 'failure' },
  usage: { status: 2, meaning: 'wrong usage' },
  refused: { status: 3, meaning: 'a document or a value was refused' },
  'not-found': { status: 4, meaning: 'not found' },
  conflict: { status: 5, meaning: 'conflict, or a precondition does not hold' },
  unauthorised: { status: 6, meaning: 'not authorised' },
  unreachable: { status: 7, meaning: 'the controller could not be reached' },
  'timed-out': { status: 8, meaning: 'timed out while waiting' },
} as const satisfies Record<FailureCode, ExitCode>;

/** The table that `hercules --help` ends with. */
export function describeExitCodes(): string {
  const lines = Object.values(exitCodes).map(({ status, meaning }) => `  ${status}  ${meaning}`);
  return ['Exit codes:', '  0  success', ...lines].join('\n');
}
