import type { Workload } from './contract-schema.js';
import type { WorkloadName } from './fields.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';

/** Workloads depend on workloads of the same contract, each named once, and never in a circle. */
export function dependencyProblems(workloads: readonly Workload[]): readonly ContractProblem[] {
  const references = workloads.flatMap((workload, index) =>
    referenceProblems(workload, index, workloads),
  );
  return references.length > 0 ? references : circleProblems(workloads);
}

function referenceProblems(
  { dependsOn = [] }: Workload,
  index: number,
  workloads: readonly Workload[],
): readonly ContractProblem[] {
  const names = new Set(workloads.map(({ name }) => name));
  return dependsOn.flatMap((name, entry) => {
    const path = `/workloads/${index}/dependsOn/${entry}`;
    if (!names.has(name))
      return [contractProblem('reference-unknown', path, `the contract has no workload '${name}'`)];
    return dependsOn.indexOf(name) < entry
      ? [contractProblem('duplicate-entry', path, `workload '${name}' stands here twice`)]
      : [];
  });
}

/** Takes away what depends on nothing that is left; what then remains is in a circle or waits for one. */
function circleProblems(workloads: readonly Workload[]): readonly ContractProblem[] {
  let left: ReadonlyMap<WorkloadName, Workload> = new Map(
    workloads.map((workload) => [workload.name, workload]),
  );
  for (;;) {
    const waiting = new Map(
      [...left].filter(([, { dependsOn = [] }]) => dependsOn.some((name) => left.has(name))),
    );
    if (waiting.size === left.size) break;
    left = waiting;
  }
  return workloads.flatMap(({ name, dependsOn = [] }, index) =>
    left.has(name)
      ? [
          circleProblem(
            index,
            dependsOn.findIndex((other) => left.has(other)),
            [...left.keys()],
          ),
        ]
      : [],
  );
}

function circleProblem(
  index: number,
  entry: number,
  names: readonly WorkloadName[],
): ContractProblem {
  return contractProblem(
    'value-invalid',
    `/workloads/${index}/dependsOn/${entry}`,
    `these workloads wait for each other: ${names.join(', ')}`,
  );
}
