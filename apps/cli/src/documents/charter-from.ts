import type { Charter } from '#contract';
import { charterAnswer } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import { readInput } from '../files.js';
import type { Session } from '../session.js';
import { readDocument } from './read-document.js';

/** The charter in a file (payload or envelope), or the one in force at the controller. */
export async function charterFrom(session: Session, file: string | undefined): Promise<Charter> {
  if (file !== undefined) {
    return readDocument('charter', await readInput(file, session.io), file).document;
  }
  const { body } = await session.api.get('/charter');
  const { envelope } = readAs(charterAnswer, body, 'charter');
  return readDocument('charter', envelopeBytes(envelope), "the controller's charter").document;
}

/** The envelope stands in the answer as JSON, or as the text that was received. */
export function envelopeBytes(envelope: unknown): Uint8Array {
  return Buffer.from(typeof envelope === 'string' ? envelope : JSON.stringify(envelope));
}
