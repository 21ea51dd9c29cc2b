import { serializeEnvelope } from '#contract';
import type { ContractVersionRecord, SignedState } from '#store';
import type { ReviewedContract } from './contract-review-desk.js';
import { missingSignatures } from './missing-signatures.js';

/** A version that was just received. */
export function versionRecord(reviewed: ReviewedContract, at: string): ContractVersionRecord {
  const { contract, digest } = reviewed.review;
  return {
    contractId: contract.contractId,
    version: contract.version,
    digest,
    title: contract.title,
    tenant: contract.owner.tenant,
    nodes: contract.audience.nodes,
    state: 'signing',
    stateSince: at,
    payload: contract,
    receivedAt: at,
    ...signedStateOf(reviewed),
  };
}

/** Who has signed and who has not. */
export function signedStateOf({ review, charter, previous }: ReviewedContract): SignedState {
  return {
    envelope: serializeEnvelope(review.envelope),
    signatures: review.signers.map(({ kid, principal, issuedAt }) => ({
      kid,
      principal,
      issuedAt: issuedAt.toISOString(),
    })),
    missing: missingSignatures(review, previous?.contract),
    charterVersion: charter.charter.version,
  };
}
