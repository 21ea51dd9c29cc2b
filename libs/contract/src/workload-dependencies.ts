import type { Workload } from './contract-schema.js';
import type { WorkloadName } from './fields.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';

/** Workloads depend on workloads of the same contract, each named once, and never in a circle. */
export function dependencyProblems(workloads: readonly Workload[]): readonly ContractProblem[] {
  const names = new Set(workloads.map(({ name }) => name));
  const references = workloads.flatMap((workload, index) =>
    referenceProblems(workload, index, names),
  );
  return references.length > 0 ? references : circleProblems(workloads);
}

function referenceProblems(
  { dependsOn = [] }: Workload,
  index: number,
  names: ReadonlySet<WorkloadName>,
): readonly ContractProblem[] {
  return dependsOn.flatMap((name, entry) => {
    const path = `/workloads/${index}/dependsOn/${entry}`;
    if (!names.has(name)) {
      return [contractProblem('reference-unknown', path, `the contract has no workload '${name}'`)];
    }
    return dependsOn.indexOf(name) < entry
      ? [contractProblem('duplicate-entry', path, `workload '${name}' stands here twice`)]
      : [];
  });
}

function circleProblems(workloads: readonly Workload[]): readonly ContractProblem[] {
  const stuck = neverReady(workloads);
  return workloads.flatMap(({ name, dependsOn = [] }, index) => {
    if (!stuck.has(name)) return [];
    const path = `/workloads/${index}/dependsOn/${dependsOn.findIndex((other) => stuck.has(other))}`;
    return [
      contractProblem('value-invalid', path, `these wait for each other: ${[...stuck].join(', ')}`),
    ];
  });
}

/** What is left when everything that waits for nothing more has been made: in a circle, or waiting for one. */
function neverReady(workloads: readonly Workload[]): ReadonlySet<WorkloadName> {
  const waitsFor = new Map(workloads.map(({ name, dependsOn = [] }) => [name, dependsOn.length]));
  const edges = workloads.flatMap(({ name, dependsOn = [] }) =>
    dependsOn.map((on) => ({ name, on })),
  );
  const dependants = Map.groupBy(edges, ({ on }) => on);
  const ready = [...waitsFor].flatMap(([name, count]) => (count === 0 ? [name] : []));
  for (let made = ready.pop(); made !== undefined; made = ready.pop()) {
    for (const { name } of dependants.get(made) ?? []) {
      const count = (waitsFor.get(name) ?? 0) - 1;
      waitsFor.set(name, count);
      if (count === 0) ready.push(name);
    }
  }
  return new Set([...waitsFor].flatMap(([name, count]) => (count > 0 ? [name] : [])));
}
