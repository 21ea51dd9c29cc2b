import type { AuthorisedContract } from './authorised.js';
import type { Envelope } from './envelope.js';
import { accept, refuse, type Result } from './problem.js';
import { reviewContract, type ContractContext, type ContractReview } from './review-contract.js';
import { notMetProblem } from './unmet-rules.js';

/** Decides whether a contract is to be followed: everything of `reviewContract`, and all wanted signatures are there. */
export async function authoriseContract(
  envelope: Envelope<'contract'>,
  context: ContractContext,
): Promise<Result<AuthorisedContract>> {
  const review = await reviewContract(envelope, context);
  if (!review.ok) return review;
  return review.value.complete
    ? accept(authorised(review.value))
    : refuse(...review.value.missing.map(notMetProblem));
}

function authorised({
  contract,
  envelope,
  digest,
  signers,
  unchanged,
}: ContractReview): AuthorisedContract {
  const notBefore = new Date(contract.validity.notBefore);
  const notAfter = new Date(contract.validity.notAfter);
  return {
    contract,
    envelope,
    digest,
    signers,
    notBefore,
    notAfter,
    unchanged,
  } as AuthorisedContract;
}
