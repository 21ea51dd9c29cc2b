import { envelopeFileFor, signDocument, storeSignature } from '../documents/sign-document.js';
import { readInput } from '../files.js';
import type { Session } from '../session.js';
import { printSigned } from './print-signed.js';

interface SignCharterOptions {
  readonly key: string;
  /** Absent: beside the payload, or the envelope itself. */
  readonly out?: string;
}

export async function signCharter(
  session: Session,
  file: string,
  { key, out }: SignCharterOptions,
): Promise<void> {
  const bytes = await readInput(file, session.io);
  const signed = await signDocument(session, 'charter', bytes, { document: file, key });
  const target = out ?? envelopeFileFor(file, bytes);
  const envelope = await storeSignature(session, signed, target);
  const { charterId, version, title } = signed.document;
  printSigned(session, { id: charterId, version, title, envelope, file: target });
}
