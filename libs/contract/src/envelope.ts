import { z } from 'zod';
import { decodeBase64url, encodeBase64url } from './base64url.js';
import { digestOf } from './digest.js';
import type { Digest, KeyId } from './fields.js';
import { accept, refuse, type Problem, type Result } from './problem.js';
import { contractProblem, type ContractProblem } from './problem-codes.js';
import { parseProtectedHeader, type DocumentKind } from './protected-header.js';
import type { SignatureAlgorithm } from './public-key.js';
import { parseWith } from './schema-problems.js';
import { parseStrictJson } from './strict-json.js';

/** One signature as it was received. Being well-formed does not make it valid: see `verifySignature`. */
export interface EnvelopeSignature {
  readonly kid: KeyId;
  readonly algorithm: SignatureAlgorithm;
  /** When the signer says that it was made. */
  readonly issuedAt: Date;
  /** The protected header, base64url, exactly as it was signed. */
  readonly protected: string;
  /** The signature bytes, base64url. */
  readonly signature: string;
}

/** A document and its signatures (JWS General JSON Serialization, RFC 7515, 7.2.1), none of them checked yet. */
export interface Envelope<Kind extends DocumentKind = DocumentKind> {
  readonly kind: Kind;
  /** The exact bytes that are signed. */
  readonly payload: Uint8Array;
  readonly digest: Digest;
  /** In the order received; empty for a draft. No two with the same `kid`. */
  readonly signatures: readonly EnvelopeSignature[];
}

const wireSignature = z.strictObject({ protected: z.string(), signature: z.string() });
const wireEnvelope = z.strictObject({ payload: z.string(), signatures: z.array(wireSignature) });

/** A document without signatures, or with those given. */
export function envelopeOf<Kind extends DocumentKind>(
  kind: Kind,
  payload: Uint8Array,
  signatures: readonly EnvelopeSignature[] = [],
): Envelope<Kind> {
  return { kind, payload, digest: digestOf(payload), signatures };
}

/** Reads an envelope from its bytes or text, or from JSON that was parsed already. */
export function parseEnvelope<Kind extends DocumentKind>(
  input: unknown,
  kind: Kind,
): Result<Envelope<Kind>> {
  const json = jsonOf(input);
  if (!json.ok) return json;
  const wire = parseWire(wireEnvelope, json.value, '');
  if (!wire.ok) return wire;
  const payload = decodeBase64url(wire.value.payload);
  if (payload === undefined) return refuse(encodingProblem('/payload'));
  const signatures = wire.value.signatures.map((entry, index) =>
    readSignature(entry, kind, `/signatures/${index}`),
  );
  const problems = signatures.flatMap((signature) => (signature.ok ? [] : signature.problems));
  if (problems.length > 0) return refuse(...problems);
  const read = signatures.flatMap((signature) => (signature.ok ? [signature.value] : []));
  const duplicates = duplicateKeys(read);
  return duplicates.length > 0 ? refuse(...duplicates) : accept(envelopeOf(kind, payload, read));
}

/** Reads one member of `signatures`, for those who sign one after another. Paths begin at `path`. */
export function parseEnvelopeSignature(
  input: unknown,
  kind: DocumentKind,
  path = '',
): Result<EnvelopeSignature> {
  const json = jsonOf(input);
  if (!json.ok) return json;
  const wire = parseWire(wireSignature, json.value, path);
  return wire.ok ? readSignature(wire.value, kind, path) : wire;
}

/** The envelope as JSON. The payload is the exact bytes received. */
export function serializeEnvelope(envelope: Envelope): string {
  const signatures = envelope.signatures.map((entry) => ({
    protected: entry.protected,
    signature: entry.signature,
  }));
  return JSON.stringify({ payload: encodeBase64url(envelope.payload), signatures });
}

/** The envelope with one signature more; the same key can't sign twice. */
export function withSignature<Kind extends DocumentKind>(
  envelope: Envelope<Kind>,
  signature: EnvelopeSignature,
): Result<Envelope<Kind>> {
  const signatures = [...envelope.signatures, signature];
  const problems = duplicateKeys(signatures);
  return problems.length > 0 ? refuse(...problems) : accept({ ...envelope, signatures });
}

function jsonOf(input: unknown): Result<unknown> {
  if (typeof input === 'string') return parseStrictJson(new TextEncoder().encode(input));
  return input instanceof Uint8Array ? parseStrictJson(input) : accept(input);
}

function parseWire<T>(schema: z.ZodType<T>, value: unknown, base: string): Result<T> {
  const wire = parseWith(schema, value, base);
  return wire.ok ? wire : refuse(...wire.problems.map(wireProblem));
}

/** RFC 7515 lets `header` carry what nobody signed. */
function wireProblem({ code, path, detail }: Problem): ContractProblem {
  return code === 'member-unknown' && path.endsWith('/header')
    ? contractProblem('envelope-header-not-allowed', path, 'a signature has no unprotected header')
    : contractProblem('envelope-malformed', path, detail);
}

function readSignature(
  wire: z.infer<typeof wireSignature>,
  kind: DocumentKind,
  path: string,
): Result<EnvelopeSignature> {
  const header = parseProtectedHeader(wire.protected, kind, `${path}/protected`);
  if (!header.ok) return header;
  if (decodeBase64url(wire.signature) === undefined)
    return refuse(encodingProblem(`${path}/signature`));
  const { kid, alg, iat } = header.value;
  return accept({ kid, algorithm: alg, issuedAt: new Date(iat * 1000), ...wire });
}

function duplicateKeys(signatures: readonly EnvelopeSignature[]): readonly ContractProblem[] {
  return signatures.flatMap(({ kid }, index) =>
    signatures.findIndex((other) => other.kid === kid) === index
      ? []
      : [
          contractProblem(
            'signature-duplicate',
            `/signatures/${index}/protected`,
            `key '${kid}' has signed already`,
          ),
        ],
  );
}

function encodingProblem(path: string): ContractProblem {
  return contractProblem(
    'envelope-encoding',
    path,
    'must be base64url in its one spelling, without padding',
  );
}
