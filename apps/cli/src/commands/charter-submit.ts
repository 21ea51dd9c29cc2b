import { charterAnswer } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import { envelopeContent } from '../documents/envelope-content.js';
import { readDocument } from '../documents/read-document.js';
import { readInput } from '../files.js';
import { plainText } from '../output/plain-text.js';
import type { Session } from '../session.js';

export async function submitCharter(session: Session, file: string): Promise<void> {
  const { envelope } = readDocument('charter', await readInput(file, session.io), file);
  const { body } = await session.api.post('/charter', envelopeContent(envelope, file));
  const { charterId, version } = readAs(accepted, body, 'answer');
  session.print(body, () => `charter ${plainText(charterId)} version ${version} is in force\n`);
}

const accepted = charterAnswer.pick({ charterId: true, version: true });
