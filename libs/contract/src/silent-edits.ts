import { canonicalJson } from './canonical-json.js';
import type { Contract, Workload } from './contract-schema.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';

/** A workload's version is the contract version in which it last changed; nothing changes without saying so. */
export function silentEditProblems(
  next: Contract,
  last: Contract | undefined,
): readonly ContractProblem[] {
  const before = new Map(last?.workloads.map((workload) => [workload.name, workload]));
  return next.workloads.flatMap((workload, index) => {
    const known = before.get(workload.name);
    const unchanged = known !== undefined && contentOf(known) === contentOf(workload);
    const expected = unchanged ? known.version : next.version;
    if (workload.version === expected) return [];
    const state = known === undefined ? 'is new' : unchanged ? 'did not change' : 'changed';
    const detail = `workload '${workload.name}' ${state}: its version must be ${expected}`;
    return [contractProblem('workload-silent-edit', `/workloads/${index}/version`, detail)];
  });
}

function contentOf({ version: _version, ...content }: Workload): string {
  return canonicalJson(content);
}
