import type { AuthorisedCharter, AuthorisedContract } from './authorised.js';
import { charterFitProblems } from './charter-fit.js';
import type { Charter } from './charter-schema.js';
import type { Contract } from './contract-schema.js';
import { parseContract } from './contract.js';
import type { Envelope } from './envelope.js';
import type { Digest } from './fields.js';
import { charterForceProblems, contractExpiryProblems } from './in-force.js';
import { accept, refuse, type Result } from './problem.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';
import { silentEditProblems } from './silent-edits.js';
import {
  keyRingOf,
  unrequestedProblems,
  verifySigners,
  type Receipt,
  type Signer,
} from './signers.js';
import { askedBy, unmetRules, type Rule, type UnmetRule } from './unmet-rules.js';
import { chainProblems } from './version-chain.js';

export interface ContractContext extends Receipt {
  readonly charter: AuthorisedCharter;
  /** The newest version that was authorised; absent: none, so this must be version 1. */
  readonly previous?: AuthorisedContract | undefined;
}

/** A contract in which nothing is wrong, though signatures may still be wanting. */
export interface ContractReview {
  readonly contract: Contract;
  readonly envelope: Envelope<'contract'>;
  readonly digest: Digest;
  readonly signers: readonly Signer[];
  /** What is still wanted; empty when complete. */
  readonly missing: readonly UnmetRule[];
  readonly complete: boolean;
  /** Whether it is the very version that was authorised before: nothing to do, and its signatures were not looked at. */
  readonly unchanged: boolean;
}

/**
 * Checks everything that can be said of a contract before all have signed. Paths of problems with signatures point into
 * the envelope (`/signatures/…`), all others into the payload.
 *
 * A contract may be received before its `notBefore`. The deadline `signBy` is held against the time of receipt while
 * signatures are wanting, and against what the signatures say (`iat`) once the contract is complete: a host may learn of
 * a contract long after it was signed. An ancestor is not measured against what the charter or the clock say today.
 */
export async function reviewContract(
  envelope: Envelope<'contract'>,
  context: ContractContext,
): Promise<Result<ContractReview>> {
  const { charter, previous } = context;
  if (previous?.digest === envelope.digest) return accept(reviewOfKnown(previous));
  const signers = await verifySigners(envelope, keyRingOf(charter.charter), context);
  if (!signers.ok) return signers;
  const contract = parseContract(envelope.payload);
  if (!contract.ok) return contract;
  const rules = rulesOf(contract.value, previous?.contract, signers.value);
  const missing = unmetRules(rules);
  const problems = [
    ...siteProblems(contract.value, charter.charter),
    ...chainProblemsOf(contract.value, previous),
    ...unrequestedProblems(signers.value, askedBy(rules)),
    ...(context.purpose === 'ancestor'
      ? []
      : [
          ...presentProblems(contract.value, charter.charter, context.at),
          ...deadlineProblems(
            contract.value,
            missing.length > 0 ? [context.at] : signers.value.map(({ issuedAt }) => issuedAt),
          ),
        ]),
  ];
  if (problems.length > 0) return refuse(...problems);
  const { digest } = envelope;
  const complete = missing.length === 0;
  return accept({
    contract: contract.value,
    envelope,
    digest,
    signers: signers.value,
    missing,
    complete,
    unchanged: false,
  });
}

function reviewOfKnown({
  contract,
  envelope,
  digest,
  signers,
}: AuthorisedContract): ContractReview {
  return { contract, envelope, digest, signers, missing: [], complete: true, unchanged: true };
}

function rulesOf(
  contract: Contract,
  previous: Contract | undefined,
  signers: readonly Signer[],
): readonly Rule[] {
  const { provision } = contract.governance;
  const own = { name: 'provision', path: '/governance/provision', requirement: provision, signers };
  if (previous === undefined) return [own];
  const name = `amend of version ${previous.version}`;
  return [{ name, path: '/previous', requirement: previous.governance.amend, signers }, own];
}

function siteProblems({ audience }: Contract, { charterId }: Charter): readonly ContractProblem[] {
  return audience.charterId === charterId
    ? []
    : [
        contractProblem(
          'charter-wrong-site',
          '/audience/charterId',
          `the charter of this site is '${charterId}'`,
        ),
      ];
}

function chainProblemsOf(
  contract: Contract,
  previous: AuthorisedContract | undefined,
): readonly ContractProblem[] {
  if (previous !== undefined && previous.contract.contractId !== contract.contractId) {
    return [
      contractProblem(
        'previous-mismatch',
        '/contractId',
        `the version before is of contract '${previous.contract.contractId}'`,
      ),
    ];
  }
  const known = previous && { version: previous.contract.version, digest: previous.digest };
  const chain = chainProblems(contract, known);
  return chain.length > 0 ? chain : silentEditProblems(contract, previous?.contract);
}

function presentProblems(
  contract: Contract,
  charter: Charter,
  at: Date,
): readonly ContractProblem[] {
  return [
    ...charterForceProblems(charter, at),
    ...contractExpiryProblems(contract.validity, at),
    ...charterFitProblems(contract, charter),
  ];
}

function deadlineProblems(
  { validity }: Contract,
  signedAt: readonly Date[],
): readonly ContractProblem[] {
  const deadline = validity.signBy === undefined ? Infinity : Date.parse(validity.signBy);
  return signedAt.some((moment) => moment.getTime() > deadline)
    ? [
        contractProblem(
          'contract-signing-deadline-passed',
          '/validity/signBy',
          `signatures were wanted by ${String(validity.signBy)}`,
        ),
      ]
    : [];
}
