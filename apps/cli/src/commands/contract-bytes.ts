import { readInput } from '../files.js';
import type { Session } from '../session.js';
import { isContractId } from './contract-id.js';

/** The bytes of a file, or the envelope that the controller has under an id. */
export async function contractBytes(session: Session, source: string): Promise<Uint8Array> {
  return (await isContractId(source))
    ? storedEnvelope(session, source)
    : readInput(source, session.io);
}

/** The envelope exactly as the controller stores it; the latest version unless another is named. */
export async function storedEnvelope(
  { api }: Session,
  id: string,
  version?: number,
): Promise<Uint8Array> {
  return api.download(`/contracts/${id}/envelope`, { query: { version: version?.toString() } });
}
