import {
  signPayload,
  serializeEnvelope,
  withSignature,
  type DocumentKind,
  type Envelope,
  type EnvelopeSignature,
} from '#contract';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import { isThere, readInput, writeOutput } from '../files.js';
import type { Session } from '../session.js';
import { readSigningKey } from './key-files.js';
import {
  looksLikeEnvelope,
  readDocument,
  readEnvelope,
  taken,
  type ReadDocument,
} from './read-document.js';

/** A document and the signature that was just made on it. */
export interface SignedDocument<Kind extends DocumentKind> extends ReadDocument<Kind> {
  readonly signature: EnvelopeSignature;
}

/** Signs the exact bytes of the document, after a check that it is worth a signature. */
export async function signDocument<Kind extends DocumentKind>(
  { io }: Session,
  kind: Kind,
  bytes: Uint8Array,
  names: { readonly document: string; readonly key: string },
): Promise<SignedDocument<Kind>> {
  const read = readDocument(kind, bytes, names.document);
  const key = await readSigningKey(names.key, io);
  const signature = await signPayload(read.envelope.payload, kind, key, io.now());
  return { ...read, signature };
}

/**
 * Puts the signature into the envelope of `file`. One that stands there already for the same document keeps its
 * signatures, so that two people may sign the same payload one after another.
 */
export async function storeSignature<Kind extends DocumentKind>(
  { io }: Session,
  signed: SignedDocument<Kind>,
  file: string,
): Promise<Envelope<Kind>> {
  const base = (await storedEnvelope(signed.envelope, file, io)) ?? signed.envelope;
  const envelope = taken(withSignature(base, signed.signature), 'the signature could not be added');
  await writeOutput(file, `${serializeEnvelope(envelope)}\n`, io);
  return envelope;
}

/** `office.json` → `office.signed.json`; an envelope stays where it is. */
export function envelopeFileFor(file: string, bytes: Uint8Array): string {
  if (file === '-' || looksLikeEnvelope(bytes)) return file;
  return `${file.replace(/\.json$/, '')}.signed.json`;
}

async function storedEnvelope<Kind extends DocumentKind>(
  envelope: Envelope<Kind>,
  file: string,
  io: CliIo,
): Promise<Envelope<Kind> | undefined> {
  if (file === '-' || !(await isThere(file))) return undefined;
  const bytes = await readInput(file, io);
  const stored = looksLikeEnvelope(bytes) ? readEnvelope(envelope.kind, bytes, file) : undefined;
  if (stored?.digest === envelope.digest) return stored;
  throw new CliError(
    'conflict',
    `'${file}' exists and holds something else: name another file with --out`,
  );
}
