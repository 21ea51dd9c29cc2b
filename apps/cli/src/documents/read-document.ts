import {
  envelopeOf,
  parseCharter,
  parseContract,
  parseEnvelope,
  type Charter,
  type Contract,
  type DocumentKind,
  type Envelope,
  type Result,
} from '#contract';
import { CliError } from '../cli-error.js';

interface DocumentOf {
  readonly charter: Charter;
  readonly contract: Contract;
}

const parsers: {
  readonly [Kind in DocumentKind]: (payload: Uint8Array) => Result<DocumentOf[Kind]>;
} = {
  charter: parseCharter,
  contract: parseContract,
};

/** A document whose rules hold, with the bytes and signatures that it came with. */
export interface ReadDocument<Kind extends DocumentKind> {
  readonly envelope: Envelope<Kind>;
  readonly document: DocumentOf[Kind];
}

/**
 * Reads a payload or an envelope.
 * @throws CliError `refused` with every problem. `name` says in the message what was read.
 */
export function readDocument<Kind extends DocumentKind>(
  kind: Kind,
  bytes: Uint8Array,
  name: string,
): ReadDocument<Kind> {
  const envelope = readEnvelope(kind, bytes, name);
  const document = taken(parsers[kind](envelope.payload), `'${name}' is not a valid ${kind}`);
  return { envelope, document };
}

/** Reads a payload or an envelope without a look at what the document says. */
export function readEnvelope<Kind extends DocumentKind>(
  kind: Kind,
  bytes: Uint8Array,
  name: string,
): Envelope<Kind> {
  if (!looksLikeEnvelope(bytes)) return envelopeOf(kind, bytes);
  return taken(parseEnvelope(bytes, kind), `'${name}' is not a valid envelope of a ${kind}`);
}

/** The value, or what stands in its way as an error. */
export function taken<T>(result: Result<T>, failure: string): T {
  if (result.ok) return result.value;
  throw new CliError('refused', `${failure}: mend what is named`, { problems: result.problems });
}

/** No document has a member `payload`, every envelope does. */
export function looksLikeEnvelope(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null && 'payload' in value;
  } catch {
    return false; // Not JSON: the strict parser tells where.
  }
}
