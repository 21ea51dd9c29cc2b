import type { Contract, ContractReview, Requirement } from '#contract';
import type { MissingSignature } from '#store';

/** Everyone whose signature may still help to complete a version, under its own rules and those of the one before. */
export function missingSignatures(
  { contract, missing }: ContractReview,
  previous: Contract | undefined,
): readonly MissingSignature[] {
  const rules: readonly Requirement[] = [
    contract.governance.provision,
    ...(previous === undefined ? [] : [previous.governance.amend]),
  ];
  const open = new Set(missing.flatMap((rule) => rule.open));
  return [...open].map((principal) => {
    const requests = rules.flatMap(({ requests }) =>
      requests.filter((request) => request.principal === principal),
    );
    return {
      principal,
      weight: Math.max(...requests.map(({ weight }) => weight)),
      required: requests.some(({ required }) => required),
    };
  });
}
