import type { ContractProblemCode } from '#contract';
import type { DriverProblemCode } from '#drivers';
import { contractProblems } from './contract-problems.js';
import { controllerProblems, type ControllerProblemCode } from './controller-problems.js';
import { driverProblems } from './driver-problems.js';
import { ipsecProblems } from './ipsec-problems.js';
import type { ProblemFacts } from './problem-facts.js';
import { ruleProblems } from './rule-problems.js';
import { vxlanProblems } from './vxlan-problems.js';

/** Every code that an answer can carry. */
export type ProblemCode = ContractProblemCode | DriverProblemCode | ControllerProblemCode;

/** Status, title and remedy of every code. `docs/errors.md` is made from it. */
export const problemTable: Readonly<Record<ProblemCode, ProblemFacts>> = {
  ...contractProblems,
  ...driverProblems,
  ...ipsecProblems,
  ...ruleProblems,
  ...vxlanProblems,
  ...controllerProblems,
};

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemTable, code);
}

/**
 * Facts of a code that a library wrote as plain text. Codes with a dot are the own of third-party drivers, which refuse
 * data by them; any other that is missing in the table is our own failure.
 */
export function factsOf(code: string): ProblemFacts {
  if (isProblemCode(code)) return problemTable[code];
  return code.includes('.') ? refusedByDriver : problemTable['internal-error'];
}

const refusedByDriver: ProblemFacts = {
  status: 422,
  retryable: false,
  title: 'A driver refuses the data of a workload',
  remedy: 'Mend what the detail names; the documents of the driver have more.',
};
