import type { Charter, PrincipalKey } from './charter-schema.js';
import type { Envelope, EnvelopeSignature } from './envelope.js';
import type { KeyId, PrincipalId } from './fields.js';
import { accept, refuse, type Result } from './problem.js';
import {
  contractProblem,
  type ContractProblem,
  type ContractProblemCode,
} from './problem-codes.js';
import { algorithmOf } from './public-key.js';
import { verifySignature } from './signature.js';

/** A principal whose signature was checked. */
export interface Signer {
  readonly principal: PrincipalId;
  readonly kid: KeyId;
  /** When the signer says that it was made. */
  readonly issuedAt: Date;
}

/** Whose key it is, and when it counts. */
export type KeyRing = ReadonlyMap<KeyId, PrincipalKey & { readonly principal: PrincipalId }>;

/**
 * What a document is for: `newest` is to be followed, and its keys must be valid on receipt; `ancestor` only shows where
 * the newest came from, and its keys must have been valid when its newest signature says that it was made.
 */
export type Purpose = 'newest' | 'ancestor';

export interface Receipt {
  /** When the document was received. */
  readonly at: Date;
  /** Absent: `newest`. */
  readonly purpose?: Purpose | undefined;
}

export function keyRingOf(charter: Charter): KeyRing {
  return new Map(
    charter.principals.flatMap(({ id, keys }) =>
      keys.map((entry) => [entry.key.kid, { ...entry, principal: id }]),
    ),
  );
}

/**
 * Checks every signature of an envelope, without reading the payload. One that is unknown, out of date, second of its
 * principal or wrong refuses them all. The signers stand in the order of the signatures.
 */
export async function verifySigners(
  envelope: Envelope,
  ring: KeyRing,
  receipt: Receipt,
): Promise<Result<readonly Signer[], ContractProblemCode>> {
  const judgedAt = receipt.purpose === 'ancestor' ? newestIssue(envelope) : receipt.at;
  const problems = [
    ...keyProblems(envelope, ring, judgedAt),
    ...duplicatePrincipals(envelope, ring),
  ];
  if (problems.length > 0) return refuse(...problems);
  const invalid = await invalidSignatures(envelope, ring);
  return invalid.length > 0 ? refuse(...invalid) : accept(signersOf(envelope, ring));
}

/** Signatures of principals whom none of the requirements asks. */
export function unrequestedProblems(
  signers: readonly Signer[],
  asked: ReadonlySet<PrincipalId>,
): readonly ContractProblem[] {
  return signers.flatMap(({ principal }, index) =>
    asked.has(principal)
      ? []
      : [
          contractProblem(
            'signature-not-requested',
            headerPath(index),
            `nobody asked '${principal}' to sign`,
          ),
        ],
  );
}

function newestIssue({ signatures }: Envelope): Date {
  return new Date(Math.max(0, ...signatures.map(({ issuedAt }) => issuedAt.getTime())));
}

function keyProblems(
  { signatures }: Envelope,
  ring: KeyRing,
  judgedAt: Date,
): readonly ContractProblem[] {
  return signatures.flatMap((signature, index) => {
    const problem = keyProblem(signature, ring.get(signature.kid), judgedAt);
    return problem === undefined
      ? []
      : [contractProblem(problem[0], headerPath(index), problem[1])];
  });
}

function keyProblem(
  { kid, algorithm }: EnvelopeSignature,
  known: PrincipalKey | undefined,
  judgedAt: Date,
): readonly [ContractProblemCode, string] | undefined {
  if (known === undefined) {
    return ['signature-unknown-key', `the charter knows no key '${kid}' of a principal`];
  }
  if (algorithmOf(known.key) !== algorithm) {
    return [
      'envelope-algorithm-not-allowed',
      `a key of ${known.key.crv} signs with ${algorithmOf(known.key)}`,
    ];
  }
  if (isRevoked(known, judgedAt)) return ['signature-key-not-valid', `key '${kid}' is revoked`];
  return isWithin(known, judgedAt)
    ? undefined
    : [
        'signature-key-not-valid',
        `key '${kid}' is valid from ${known.notBefore} to ${known.notAfter}`,
      ];
}

function isRevoked({ revokedAt }: PrincipalKey, moment: Date): boolean {
  return revokedAt !== undefined && Date.parse(revokedAt) <= moment.getTime();
}

function isWithin({ notBefore, notAfter }: PrincipalKey, moment: Date): boolean {
  return Date.parse(notBefore) <= moment.getTime() && moment.getTime() < Date.parse(notAfter);
}

/** Two keys of one principal are one principal. */
function duplicatePrincipals(envelope: Envelope, ring: KeyRing): readonly ContractProblem[] {
  const principals = envelope.signatures.map(({ kid }) => ring.get(kid)?.principal);
  return principals.flatMap((principal, index) =>
    principal === undefined || principals.indexOf(principal) === index
      ? []
      : [
          contractProblem(
            'signature-duplicate',
            headerPath(index),
            `'${principal}' has signed already`,
          ),
        ],
  );
}

async function invalidSignatures(
  envelope: Envelope,
  ring: KeyRing,
): Promise<readonly ContractProblem[]> {
  const verdicts = await Promise.all(
    envelope.signatures.map(async (signature) => {
      const known = ring.get(signature.kid);
      return known !== undefined && (await verifySignature(envelope, signature, known.key));
    }),
  );
  return verdicts.flatMap((valid, index) =>
    valid
      ? []
      : [
          contractProblem(
            'signature-invalid',
            `/signatures/${index}/signature`,
            'is not the signature of this key on this document',
          ),
        ],
  );
}

function signersOf({ signatures }: Envelope, ring: KeyRing): readonly Signer[] {
  return signatures.flatMap(({ kid, issuedAt }) => {
    const known = ring.get(kid);
    return known === undefined ? [] : [{ principal: known.principal, kid, issuedAt }];
  });
}

function headerPath(index: number): string {
  return `/signatures/${index}/protected`;
}
