import type { Problem } from './problem.js';

/** Every reason for which this library refuses a document. */
export const contractProblemCodes = [
  'json-not-utf8',
  'json-syntax',
  'json-duplicate-member',
  'json-unsafe-number',
  'json-too-deep',
  'envelope-malformed',
  'envelope-header-not-allowed',
  'envelope-wrong-typ',
  'envelope-algorithm-not-allowed',
  'envelope-encoding',
  'signature-unknown-key',
  'signature-key-not-valid',
  'signature-invalid',
  'signature-duplicate',
  'signature-not-requested',
  'member-unknown',
  'member-missing',
  'value-invalid',
  'name-invalid',
  'identifier-invalid',
  'time-invalid',
  'digest-invalid',
  'duplicate-entry',
  'reference-unknown',
  'charter-not-trusted',
  'charter-wrong-site',
  'charter-not-in-force',
  'contract-not-yet-valid',
  'contract-expired',
  'contract-signing-deadline-passed',
  'version-old',
  'version-gap',
  'version-equivocation',
  'previous-mismatch',
  'workload-silent-edit',
  'requirement-impossible',
  'requirement-weaker-than-charter',
  'requirement-role-not-held',
  'requirement-not-met',
] as const;

export type ContractProblemCode = (typeof contractProblemCodes)[number];

export function isContractProblemCode(code: string): code is ContractProblemCode {
  return (contractProblemCodes as readonly string[]).includes(code);
}

export type ContractProblem = Problem<ContractProblemCode>;

export function contractProblem(
  code: ContractProblemCode,
  path: string,
  detail: string,
): ContractProblem {
  return { code, path, detail };
}
