import type { PrincipalId } from './fields.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';
import { missingFor, type Missing } from './requirement.js';
import type { Requirement } from './requirement-schema.js';
import type { Signer } from './signers.js';

/** A requirement that a document must meet. */
export interface Rule {
  /** What it is called to people. */
  readonly name: string;
  /** Where it stands, as a JSON Pointer into the document. */
  readonly path: string;
  readonly requirement: Requirement;
  /** Who signed, in the eyes of this rule. */
  readonly signers: readonly Signer[];
}

export interface UnmetRule extends Missing {
  readonly name: string;
  readonly path: string;
}

export function unmetRules(rules: readonly Rule[]): readonly UnmetRule[] {
  return rules.flatMap(({ name, path, requirement, signers }) => {
    const missing = missingFor(requirement, new Set(signers.map(({ principal }) => principal)));
    return missing === undefined ? [] : [{ name, path, ...missing }];
  });
}

/** Everyone whom one of the rules asks. */
export function askedBy(rules: readonly Rule[]): ReadonlySet<PrincipalId> {
  return new Set(
    rules.flatMap(({ requirement }) => requirement.requests.map(({ principal }) => principal)),
  );
}

export function notMetProblem({
  name,
  path,
  required,
  weight,
  anotherRole,
  open,
}: UnmetRule): ContractProblem {
  const wants = [
    ...(required.length > 0 ? [`the signature of ${required.join(' and ')}`] : []),
    ...(weight > 0 ? [`a weight of ${weight} more`] : []),
    ...(anotherRole ? ['a signer in another role'] : []),
  ];
  const detail = `${name} wants ${wants.join(', ')}; not signed yet: ${open.join(', ')}`;
  return contractProblem('requirement-not-met', path, detail);
}
