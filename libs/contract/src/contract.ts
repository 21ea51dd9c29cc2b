import { checkProblems } from './check-problems.js';
import { contractSchema, type Contract, type Workload } from './contract-schema.js';
import { dependencyProblems } from './workload-dependencies.js';
import { periodProblems, previousProblems } from './document-problems.js';
import { refuse, type Result } from './problem.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';
import { possibilityProblems } from './requirement.js';
import { parseWith } from './schema-problems.js';
import { parseStrictJson } from './strict-json.js';

/** Reads a contract and checks that it holds together. Says nothing about who signed it: see `authoriseContract`. */
export function parseContract(payload: Uint8Array): Result<Contract> {
  const json = parseStrictJson(payload);
  if (!json.ok) return json;
  const contract = parseWith(contractSchema, json.value);
  if (!contract.ok) return contract;
  const problems = contractProblems(contract.value);
  return problems.length > 0 ? refuse(...problems) : contract;
}

function contractProblems(contract: Contract): readonly ContractProblem[] {
  return [
    ...previousProblems(contract),
    ...periodProblems(contract.validity, '/validity'),
    ...signByProblems(contract.validity),
    ...Object.entries(contract.governance).flatMap(([purpose, requirement]) =>
      requirement === undefined ? [] : possibilityProblems(requirement, `/governance/${purpose}`),
    ),
    ...contract.workloads.flatMap((workload, index) =>
      workloadVersionProblems(workload, index, contract.version),
    ),
    ...dependencyProblems(contract.workloads),
    ...checkProblems(contract),
  ];
}

function signByProblems({ signBy, notAfter }: Contract['validity']): readonly ContractProblem[] {
  return signBy === undefined || Date.parse(signBy) <= Date.parse(notAfter)
    ? []
    : [contractProblem('value-invalid', '/validity/signBy', 'must not be later than notAfter')];
}

function workloadVersionProblems(
  workload: Workload,
  index: number,
  contractVersion: number,
): readonly ContractProblem[] {
  return workload.version <= contractVersion
    ? []
    : [
        contractProblem(
          'value-invalid',
          `/workloads/${index}/version`,
          `the contract is only at version ${contractVersion}`,
        ),
      ];
}
