import { SignJWT } from 'jose';
import { privateKeyObject, type AuthorisedContract, type SigningKey } from '#contract';
import { observedDigest, type ChangeOutcome, type Receipt } from '#engine';

/** The host's signed word for what it read back; undefined where nothing was brought about. */
export async function signReceipt(
  { contract, digest }: AuthorisedContract,
  outcome: ChangeOutcome,
  identity: SigningKey,
  at: Date,
): Promise<string | undefined> {
  if (outcome.state !== 'applied' && outcome.state !== 'unchanged' && outcome.state !== 'pending') {
    return undefined;
  }
  const receipt: Omit<Receipt, 'node'> = {
    schema: 'hercules.connect/receipt/v1',
    contractId: contract.contractId,
    version: contract.version,
    digest,
    observedAt: at.toISOString(),
    ...observedDigest(outcome.plan.target, outcome.observed),
  };
  return new SignJWT({ ...receipt })
    .setProtectedHeader({ alg: 'EdDSA', kid: identity.kid, typ: 'hercules-receipt+jwt' })
    .sign(privateKeyObject(identity));
}
