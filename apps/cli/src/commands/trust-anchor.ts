import { charterAnswer } from '../api/answers.js';
import { readAs } from '../api/api-client.js';
import { CliError } from '../cli-error.js';
import { publicKeyIn } from '../documents/key-files.js';
import { readDocument } from '../documents/read-document.js';
import { readInput } from '../files.js';
import type { Session } from '../session.js';

/**
 * By what a host shall know the charter of its site: the digest of version 1, or the id of a key that signs it. `given`
 * may be either, or a file with the charter or the key. Absent: the charter at the controller, while it is version 1.
 */
export async function trustAnchor(
  session: Session,
  given: string | undefined,
): Promise<string | undefined> {
  if (given === undefined) return anchorAtController(session);
  if (/^(sha256:[0-9a-f]{64}|[A-Za-z0-9_-]{43})$/.test(given)) return given;
  const bytes = await readInput(given, session.io);
  const key = publicKeyIn(bytes);
  return key.ok ? key.value.kid : firstDigest(readDocument('charter', bytes, given), given);
}

async function anchorAtController({ api }: Session): Promise<string | undefined> {
  try {
    const { body } = await api.get('/charter');
    const { version, digest } = readAs(charterAnswer, body, 'charter');
    return version === 1 ? digest : undefined;
  } catch (cause) {
    if (cause instanceof CliError && cause.code === 'not-found') return undefined; // No charter yet.
    throw cause;
  }
}

function firstDigest(
  { document, envelope }: ReturnType<typeof readDocument<'charter'>>,
  file: string,
): string {
  if (document.version === 1) return envelope.digest;
  throw new CliError(
    'usage',
    `'${file}' is version ${document.version} of the charter: a host is given version 1, from which the others follow`,
  );
}
