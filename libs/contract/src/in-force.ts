import type { Charter } from './charter-schema.js';
import type { Contract } from './contract-schema.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';

/** A charter counts from `notBefore` to just before `notAfter`. */
export function charterForceProblems({ validity }: Charter, at: Date): readonly ContractProblem[] {
  return Date.parse(validity.notBefore) <= at.getTime() &&
    at.getTime() < Date.parse(validity.notAfter)
    ? []
    : [
        contractProblem(
          'charter-not-in-force',
          '/validity',
          `the charter counts from ${validity.notBefore} to ${validity.notAfter}`,
        ),
      ];
}

/** Why the network of a contract may not stand at this time; none: it is in force. */
export function contractForceProblems(
  { validity }: Contract,
  at: Date,
): readonly ContractProblem[] {
  return at.getTime() < Date.parse(validity.notBefore)
    ? [
        contractProblem(
          'contract-not-yet-valid',
          '/validity/notBefore',
          `the contract counts from ${validity.notBefore}`,
        ),
      ]
    : contractExpiryProblems(validity, at);
}

export function contractExpiryProblems(
  { notAfter }: Contract['validity'],
  at: Date,
): readonly ContractProblem[] {
  return at.getTime() < Date.parse(notAfter)
    ? []
    : [
        contractProblem(
          'contract-expired',
          '/validity/notAfter',
          `the contract ended at ${notAfter}`,
        ),
      ];
}
