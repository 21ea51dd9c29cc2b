import type { AuthorisedCharter } from './authorised.js';
import type { Charter } from './charter-schema.js';
import { parseCharter } from './charter.js';
import type { Envelope } from './envelope.js';
import type { Digest, KeyId } from './fields.js';
import { accept, refuse, type Result } from './problem.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';
import { charterForceProblems } from './in-force.js';
import {
  keyRingOf,
  unrequestedProblems,
  verifySigners,
  type KeyRing,
  type Receipt,
  type Signer,
} from './signers.js';
import { askedBy, notMetProblem, unmetRules, type Rule } from './unmet-rules.js';
import { chainProblems } from './version-chain.js';

/** What a host was given at enrolment: the digest of version 1, or a key that must have signed version 1. */
export type TrustAnchor = { readonly digest: Digest } | { readonly keyId: KeyId };

export interface CharterContext extends Receipt {
  readonly anchor: TrustAnchor;
  /** The version before; absent: this must be version 1, and the anchor decides. */
  readonly previous?: AuthorisedCharter | undefined;
}

/**
 * Decides whether a charter is to be followed.
 *
 * Version 1 must be the one that the anchor names, and its own principals must meet its own `amend` rule. Version n+1
 * must meet the `amend` rule of version n with keys of version n, and its own `amend` rule too: so those who join have
 * shown that they hold their keys before anything depends on them. A principal named in both
 * rules signs once, with a key of version n, and counts for both; a key that only version n+1 knows counts for the new
 * rule alone. A charter that has run out can still be followed by a new version, as long as its keys are valid.
 *
 * The payload is parsed before the signatures are checked, since it holds the keys of those who join.
 */
export async function authoriseCharter(
  envelope: Envelope<'charter'>,
  context: CharterContext,
): Promise<Result<AuthorisedCharter>> {
  const { previous, anchor } = context;
  if (previous?.digest === envelope.digest) return accept({ ...previous, unchanged: true });
  if (previous === undefined && 'digest' in anchor && anchor.digest !== envelope.digest) {
    return refuse(
      contractProblem(
        'charter-not-trusted',
        '',
        `version 1 must have the digest '${anchor.digest}'`,
      ),
    );
  }
  const charter = parseCharter(envelope.payload);
  if (!charter.ok) return charter;
  const chain = [
    ...siteProblems(charter.value, previous),
    ...chainProblems(charter.value, versionOf(previous)),
  ];
  if (chain.length > 0) return refuse(...chain);
  return authoriseNext(envelope, charter.value, context);
}

async function authoriseNext(
  envelope: Envelope<'charter'>,
  charter: Charter,
  context: CharterContext,
): Promise<Result<AuthorisedCharter>> {
  const before: KeyRing =
    context.previous === undefined ? new Map() : keyRingOf(context.previous.charter);
  const signers = await verifySigners(
    envelope,
    new Map([...keyRingOf(charter), ...before]),
    context,
  );
  if (!signers.ok) return signers;
  const rules = rulesOf(charter, context.previous?.charter, before, signers.value);
  const problems = [
    ...(context.purpose === 'ancestor' ? [] : charterForceProblems(charter, context.at)),
    ...unrequestedProblems(signers.value, askedBy(rules)),
    ...unmetRules(rules).map(notMetProblem),
    ...anchorProblems(signers.value, context),
  ];
  if (problems.length > 0) return refuse(...problems);
  const { digest } = envelope;
  return accept({
    charter,
    envelope,
    digest,
    signers: signers.value,
    unchanged: false,
  } as AuthorisedCharter);
}

function versionOf(
  known: AuthorisedCharter | undefined,
): { version: number; digest: Digest } | undefined {
  return known === undefined ? undefined : { version: known.charter.version, digest: known.digest };
}

function siteProblems(
  charter: Charter,
  previous: AuthorisedCharter | undefined,
): readonly ContractProblem[] {
  const site = previous?.charter.charterId ?? charter.charterId;
  return charter.charterId === site
    ? []
    : [
        contractProblem(
          'charter-wrong-site',
          '/charterId',
          `the charter of this site is '${site}'`,
        ),
      ];
}

function rulesOf(
  charter: Charter,
  previous: Charter | undefined,
  before: KeyRing,
  signers: readonly Signer[],
): readonly Rule[] {
  const own = { name: 'amend', path: '/rules/amend', requirement: charter.rules.amend, signers };
  if (previous === undefined) return [own];
  const old = {
    name: `amend of version ${previous.version}`,
    path: '/previous',
    requirement: previous.rules.amend,
    signers: signers.filter(({ kid }) => before.has(kid)),
  };
  return [old, own];
}

function anchorProblems(
  signers: readonly Signer[],
  { anchor, previous }: CharterContext,
): readonly ContractProblem[] {
  if (previous !== undefined || 'digest' in anchor) return [];
  if (signers.some(({ kid }) => kid === anchor.keyId)) return [];
  return [
    contractProblem(
      'charter-not-trusted',
      '',
      `version 1 must be signed with key '${anchor.keyId}'`,
    ),
  ];
}
