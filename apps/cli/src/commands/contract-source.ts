import { isUlid } from '../documents/ulid.js';
import { isThere, readInput } from '../files.js';
import type { Session } from '../session.js';

/** Whether an argument means a contract at the controller and not a file. */
export async function isContractId(argument: string): Promise<boolean> {
  return isUlid(argument) && !(await isThere(argument));
}

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
