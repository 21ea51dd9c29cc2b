import type { ContractProblemCode } from '#contract';
import { facts, type ProblemFacts } from './problem-facts.js';

/** Why a signed document was refused: the rules of `libs/contract`. */
export const contractProblems = {
  'json-not-utf8': facts(
    400,
    'The body is not UTF-8',
    'Write the document in UTF-8 without a byte order mark.',
  ),
  'json-syntax': facts(
    400,
    'The body is not JSON',
    'Correct the document at the place that the detail names.',
  ),
  'json-duplicate-member': facts(
    400,
    'A member name stands twice in one object',
    'Leave one: readers would disagree about which one counts.',
  ),
  'json-unsafe-number': facts(
    400,
    'A number is not a safe integer',
    'Use an integer up to 2^53-1, or a string where the schema says so.',
  ),
  'json-too-deep': facts(400, 'The document is nested too deeply', 'Flatten it.'),
  'envelope-malformed': facts(
    422,
    'The envelope is not JWS General JSON',
    'Send {"payload", "signatures": [{"protected", "signature"}]} (RFC 7515, 7.2.1).',
  ),
  'envelope-header-not-allowed': facts(
    422,
    'A signature has header members that are not allowed',
    'A protected header holds exactly alg, kid, typ and iat; there is no unprotected header.',
  ),
  'envelope-wrong-typ': facts(
    422,
    'The signature was made for another kind of document',
    'Sign with the typ of this kind of document.',
  ),
  'envelope-algorithm-not-allowed': facts(
    422,
    'The signature algorithm is not allowed',
    'Use EdDSA with Ed25519, ES256 or ES384.',
  ),
  'envelope-encoding': facts(
    422,
    'A part of the envelope is not base64url',
    'Encode it without padding.',
  ),
  'signature-unknown-key': facts(
    422,
    'The charter does not know the key of a signature',
    'Sign with a key of the charter, or amend the charter.',
  ),
  'signature-key-not-valid': facts(
    422,
    'The key of a signature is not valid now',
    'Sign with a key that is within its time and not revoked.',
  ),
  'signature-invalid': facts(
    422,
    'A signature does not fit the document',
    'Sign exactly the payload bytes.',
  ),
  'signature-duplicate': facts(
    422,
    'A principal has signed twice',
    'Leave one signature of each principal.',
  ),
  'signature-not-requested': facts(
    422,
    'Somebody signed whom the document does not ask',
    'Take the signature out, or request it in the governance of the document.',
  ),
  'member-unknown': facts(
    422,
    'The document has a member that is not known',
    'Take it out or mend its name.',
  ),
  'member-missing': facts(422, 'The document lacks a required member', 'Add the member named.'),
  'value-invalid': facts(
    422,
    'A value is not allowed',
    'Give a value of those that the detail allows at the place named.',
  ),
  'name-invalid': facts(
    422,
    'A name is not allowed',
    'Use 1 to 63 lower-case letters, digits, dots or dashes.',
  ),
  'identifier-invalid': facts(
    422,
    'An identifier is not well formed',
    'Write ids of documents as ULIDs, and ids of keys as thumbprints (RFC 7638); the detail says which is meant.',
  ),
  'time-invalid': facts(
    422,
    'A time is not well formed',
    'Write RFC 3339 in UTC, as in 2026-11-20T08:00:00Z.',
  ),
  'digest-invalid': facts(
    422,
    'A digest is not well formed',
    'Write sha256: and 64 hexadecimal digits.',
  ),
  'duplicate-entry': facts(422, 'An entry of a list stands there twice', 'Leave one.'),
  'reference-unknown': facts(
    422,
    'The document names something that does not exist',
    'Use a name that the document or the charter has, or add there what is meant.',
  ),
  'charter-not-trusted': facts(
    422,
    'The charter does not lead back to the trust anchor',
    'Submit the charter of this site, signed as the version before demands.',
  ),
  'charter-wrong-site': facts(
    422,
    'The document belongs to another charter',
    'Put the charterId of this site into audience.charterId: GET /api/v1/charter.',
  ),
  'charter-not-in-force': facts(
    422,
    'The charter is not in force now',
    'Submit a version of the charter that is valid now.',
  ),
  'contract-not-yet-valid': facts(
    422,
    'The contract is not valid yet',
    'Submit it later or mend notBefore.',
  ),
  'contract-expired': facts(
    422,
    'The contract is not valid any more',
    'Amend it with a later notAfter.',
  ),
  'contract-signing-deadline-passed': facts(
    422,
    'The time for signing has passed',
    'Submit the contract again with a later signBy.',
  ),
  'version-old': facts(409, 'There is a newer version already', 'Amend the newest version.'),
  'version-gap': facts(
    409,
    'A version in between is missing',
    'Submit the next version, one above the last.',
  ),
  'version-equivocation': facts(
    409,
    'Another document has the same version',
    'Find out who made two documents with one version; go on with the next version.',
  ),
  'previous-mismatch': facts(
    409,
    'The document does not continue the version before',
    'Put the digest of the last version into previous.',
  ),
  'workload-silent-edit': facts(
    422,
    'A workload was changed without saying so',
    'Give every changed workload the version of the contract.',
  ),
  'requirement-impossible': facts(
    422,
    'The requirement can never be met',
    'Lower weightRequired or add requests.',
  ),
  'requirement-weaker-than-charter': facts(
    422,
    'The contract asks for less agreement than the charter demands',
    'Request what the governance of the charter requests, or more.',
  ),
  'requirement-role-not-held': facts(
    422,
    'A principal is asked in a role that the charter does not give',
    'Ask the principal in a role that it has there, or amend the charter.',
  ),
  'requirement-not-met': facts(422, 'Signatures are missing', 'Collect the signatures named.'),
} satisfies Record<ContractProblemCode, ProblemFacts>;
