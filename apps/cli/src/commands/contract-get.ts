import { writeOutput } from '../files.js';
import { isUlid } from '../documents/ulid.js';
import { CliError } from '../cli-error.js';
import type { Session } from '../session.js';
import { storedEnvelope } from './contract-source.js';

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

/** @throws CliError `usage` for what cannot be a contract's id. */
export function checkedId(id: string): string {
  if (isUlid(id)) return id;
  throw new CliError('usage', `'${id}' is not a contract id: 'hercules contract list' shows them`);
}
