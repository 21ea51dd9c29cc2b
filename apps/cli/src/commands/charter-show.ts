import { charterAnswer, type CharterAnswer } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import { envelopeBytes } from '../documents/charter-from.js';
import { writeOutput } from '../files.js';
import { plainText } from '../output/plain-text.js';
import { fieldList } from '../output/table.js';
import type { Session } from '../session.js';

interface ShowCharterOptions {
  /** Absent: show it. */
  readonly out?: string;
}

export async function showCharter(session: Session, { out }: ShowCharterOptions): Promise<void> {
  const { body } = await session.api.get('/charter');
  const charter = readAs(charterAnswer, body, 'charter');
  if (out === undefined) {
    session.print(body, () => charterView(charter));
    return;
  }
  await writeOutput(out, Buffer.from(envelopeBytes(charter.envelope)).toString('utf8'), session.io);
}

function charterView(charter: CharterAnswer): string {
  const { validity } = charter;
  return fieldList({
    charter: plainText(charter.charterId),
    title: plainText(charter.title),
    version: String(charter.version),
    digest: plainText(charter.digest),
    valid: validity && plainText(`${validity.notBefore} to ${validity.notAfter}`),
    principals: plainText(charter.principals.map(principalText).join(', ')),
    nodes: plainText(charter.nodes.map(({ id }) => id).join(', ')),
  });
}

function principalText({ id, roles = [] }: CharterAnswer['principals'][number]): string {
  return roles.length === 0 ? id : `${id} (${roles.join(', ')})`;
}
