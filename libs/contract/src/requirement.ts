import type { PrincipalId } from './fields.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';
import type { Charter, Principal } from './charter-schema.js';
import type { Requirement } from './requirement-schema.js';

type Request = Requirement['requests'][number];

/** What is still wanted before a requirement is met. */
export interface Missing {
  /** Those who must sign and have not. */
  readonly required: readonly PrincipalId[];
  /** How much weight is wanting, `required` included; 0: none. */
  readonly weight: number;
  /** Whether someone in a role other than that of those who signed must sign. */
  readonly anotherRole: boolean;
  /** Everyone who was asked and has not signed. */
  readonly open: readonly PrincipalId[];
}

export function isMet(requirement: Requirement, signers: ReadonlySet<PrincipalId>): boolean {
  return missingFor(requirement, signers) === undefined;
}

/** What is wanting, or undefined when the requirement is met. Signers who were not asked do not count. */
export function missingFor(
  requirement: Requirement,
  signers: ReadonlySet<PrincipalId>,
): Missing | undefined {
  const signed = requirement.requests.filter((request) => signers.has(request.principal));
  const open = requirement.requests.filter((request) => !signers.has(request.principal));
  const missing = {
    required: namesOf(open.filter((request) => request.required)),
    weight: Math.max(0, requirement.weightRequired - weightOf(signed)),
    anotherRole: requirement.separationOfDuties && rolesOf(signed).size < 2,
    open: namesOf(open),
  };
  return missing.required.length > 0 || missing.weight > 0 || missing.anotherRole
    ? missing
    : undefined;
}

/** Why nobody could meet the requirement, or why it does not fit the charter. */
export function requirementProblems(
  requirement: Requirement,
  charter: Pick<Charter, 'principals'>,
  path: string,
): readonly ContractProblem[] {
  return [
    ...possibilityProblems(requirement, path),
    ...requirement.requests.flatMap((request, index) =>
      requestProblems(request, charter.principals, `${path}/requests/${index}`),
    ),
  ];
}

/** Why nobody could meet the requirement, whoever the principals are. */
export function possibilityProblems(
  requirement: Requirement,
  path: string,
): readonly ContractProblem[] {
  const { requests, weightRequired, separationOfDuties } = requirement;
  const sum = weightOf(requests);
  const problems =
    sum < weightRequired
      ? [
          contractProblem(
            'requirement-impossible',
            `${path}/weightRequired`,
            `all weights together are ${sum}`,
          ),
        ]
      : [];
  return separationOfDuties ? [...problems, ...separationProblems(requests, path)] : problems;
}

function separationProblems(
  requests: readonly Request[],
  path: string,
): readonly ContractProblem[] {
  const unnamed = requests.flatMap((request, index) =>
    request.role === undefined
      ? [
          contractProblem(
            'member-missing',
            `${path}/requests/${index}/role`,
            'separation of duties needs a role of everyone who is asked',
          ),
        ]
      : [],
  );
  return unnamed.length > 0 || rolesOf(requests).size >= 2
    ? unnamed
    : [
        contractProblem(
          'requirement-impossible',
          `${path}/separationOfDuties`,
          'separation of duties needs at least two different roles',
        ),
      ];
}

function requestProblems(
  { principal, role }: Request,
  principals: readonly Principal[],
  path: string,
): readonly ContractProblem[] {
  const known = principals.find(({ id }) => id === principal);
  if (known === undefined) {
    return [
      contractProblem(
        'reference-unknown',
        `${path}/principal`,
        `the charter knows no principal '${principal}'`,
      ),
    ];
  }
  return role === undefined || known.roles.includes(role)
    ? []
    : [
        contractProblem(
          'requirement-role-not-held',
          `${path}/role`,
          `the charter does not give role '${role}' to '${principal}'`,
        ),
      ];
}

function weightOf(requests: readonly Request[]): number {
  return requests.reduce((sum, request) => sum + request.weight, 0);
}

function rolesOf(requests: readonly Request[]): ReadonlySet<string> {
  return new Set(requests.flatMap(({ role }) => (role === undefined ? [] : [role])));
}

function namesOf(requests: readonly Request[]): readonly PrincipalId[] {
  return requests.map((request) => request.principal);
}
