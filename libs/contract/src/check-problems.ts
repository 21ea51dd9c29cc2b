import type { Contract } from './contract-schema.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';

/** Checks are of workloads and on hosts of the same contract; without any, none can be required. */
export function checkProblems({
  checks = [],
  workloads,
  audience,
  change,
}: Contract): readonly ContractProblem[] {
  const names = new Set(workloads.map(({ name }) => name));
  const hosts = new Set(audience.nodes);
  const unknown = checks.flatMap(({ workload, nodes = [] }, index) => [
    ...(names.has(workload)
      ? []
      : [
          contractProblem(
            'reference-unknown',
            `/checks/${index}/workload`,
            `the contract has no workload '${workload}'`,
          ),
        ]),
    ...nodes.flatMap((node, entry) =>
      hosts.has(node)
        ? []
        : [
            contractProblem(
              'reference-unknown',
              `/checks/${index}/nodes/${entry}`,
              `host '${node}' is not in the audience of the contract`,
            ),
          ],
    ),
  ]);
  return change?.requireChecks === true && checks.length === 0
    ? [
        contractProblem(
          'value-invalid',
          '/change/requireChecks',
          'the contract has no checks: list them, or leave this out',
        ),
      ]
    : unknown;
}
