import { decodeBase64url } from './base64url.js';
import { keyId, type KeyId } from './fields.js';
import { accept, refuse, type Result } from './problem.js';
import { contractProblem, type ContractProblemCode } from './problem-codes.js';
import { signatureAlgorithms, type SignatureAlgorithm } from './public-key.js';
import { parseStrictJson, type JsonObject, type JsonValue } from './strict-json.js';

export type DocumentKind = 'charter' | 'contract';

/** RFC 7515, 4.1.9. A signature on a document of one kind is none on a document of another. */
export const documentTypes = {
  charter: 'application/hercules-charter+json',
  contract: 'application/hercules-contract+json',
} as const satisfies Record<DocumentKind, string>;

/** The whole protected header; there are no other members. */
export interface ProtectedHeader {
  readonly alg: SignatureAlgorithm;
  readonly kid: KeyId;
  readonly typ: string;
  /** Seconds since 1970, as the signer says. */
  readonly iat: number;
}

type HeaderResult = Result<ProtectedHeader, ContractProblemCode>;

const members: ReadonlySet<string> = new Set(['alg', 'kid', 'typ', 'iat']);
/** The last second of the year 9999, the latest that RFC 3339 can write. */
const lastSecond = 253_402_300_799;

/** Reads a protected header; every problem has the `path` of the encoded text, as what is inside has no pointer. */
export function parseProtectedHeader(
  encoded: string,
  kind: DocumentKind,
  path: string,
): HeaderResult {
  const bytes = decodeBase64url(encoded);
  if (bytes === undefined) {
    return refuse(
      contractProblem(
        'envelope-encoding',
        path,
        'must be base64url in its one spelling, without padding',
      ),
    );
  }
  const json = parseStrictJson(bytes);
  if (!json.ok) {
    return refuse(
      ...json.problems.map(({ code, detail }) =>
        contractProblem(code, path, `in the protected header: ${detail}`),
      ),
    );
  }
  return isObject(json.value)
    ? parseMembers(json.value, kind, path)
    : refuse(contractProblem('envelope-malformed', path, 'a protected header is a JSON object'));
}

function parseMembers(header: JsonObject, kind: DocumentKind, path: string): HeaderResult {
  const extra = Object.keys(header).find((name) => !members.has(name));
  if (extra !== undefined) {
    return refuse(
      contractProblem(
        'envelope-header-not-allowed',
        path,
        `a protected header has alg, kid, typ and iat, not '${extra}'`,
      ),
    );
  }
  const { alg, kid, typ, iat } = header;
  const algorithm = signatureAlgorithms.find((known) => known === alg);
  if (algorithm === undefined) {
    return refuse(
      contractProblem(
        'envelope-algorithm-not-allowed',
        path,
        `alg must be one of ${signatureAlgorithms.join(', ')}`,
      ),
    );
  }
  if (typ !== documentTypes[kind]) {
    return refuse(
      contractProblem(
        'envelope-wrong-typ',
        path,
        `the typ of a signature on a ${kind} is '${documentTypes[kind]}'`,
      ),
    );
  }
  const id = keyId.safeParse(kid);
  if (!id.success) {
    return refuse(
      contractProblem(
        'envelope-malformed',
        path,
        'kid must be the RFC 7638 thumbprint of the key, 43 characters',
      ),
    );
  }
  if (!isSecond(iat)) {
    return refuse(
      contractProblem('envelope-malformed', path, 'iat must be whole seconds since 1970'),
    );
  }
  return accept({ alg: algorithm, kid: id.data, typ, iat });
}

function isSecond(iat: JsonValue | undefined): iat is number {
  return typeof iat === 'number' && Number.isInteger(iat) && iat >= 0 && iat <= lastSecond;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
