import { writeOutput } from '../files.js';
import type { Session } from '../session.js';
import { storedEnvelope } from './contract-bytes.js';
import { checkedId } from './contract-id.js';

interface GetOptions {
  readonly out: string;
  /** Absent: the latest. */
  readonly version?: number;
}

export async function getContract(
  session: Session,
  id: string,
  { out, version }: GetOptions,
): Promise<void> {
  const envelope = await storedEnvelope(session, checkedId(id), version);
  await writeOutput(out, Buffer.from(envelope).toString('utf8'), session.io);
}
