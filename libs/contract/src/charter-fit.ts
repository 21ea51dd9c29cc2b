import type { Charter } from './charter-schema.js';
import type { Contract } from './contract-schema.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';
import { requirementProblems } from './requirement.js';
import { isAtLeast } from './requirement-strength.js';

/** Whether a contract names only hosts, principals and roles of the charter, and demands no less than it must. */
export function charterFitProblems(
  contract: Contract,
  charter: Charter,
): readonly ContractProblem[] {
  return [...audienceProblems(contract, charter), ...governanceProblems(contract, charter)];
}

function audienceProblems({ audience }: Contract, { nodes }: Charter): readonly ContractProblem[] {
  const known = new Set(nodes.map(({ id }) => id));
  return audience.nodes.flatMap((id, index) =>
    known.has(id)
      ? []
      : [
          contractProblem(
            'reference-unknown',
            `/audience/nodes/${index}`,
            `the charter knows no node '${id}'`,
          ),
        ],
  );
}

function governanceProblems(
  { governance }: Contract,
  charter: Charter,
): readonly ContractProblem[] {
  const purposes = ['provision', 'amend', 'revoke', 'emergencyStop'] as const;
  return purposes.flatMap((purpose) => {
    const requirement = governance[purpose];
    const least = charter.governance?.[purpose];
    if (requirement === undefined) return [];
    const path = `/governance/${purpose}`;
    const problems = requirementProblems(requirement, charter, path);
    if (problems.length > 0 || least === undefined) return problems;
    if (isAtLeast(requirement, least)) return [];
    return [
      contractProblem(
        'requirement-weaker-than-charter',
        path,
        `could be met without meeting the least that the charter demands for ${purpose}`,
      ),
    ];
  });
}
