import type { Charter, Contract } from '#contract';
import { compileForAudience, readContract, type DriverRegistry } from '#drivers';
import { charterFrom } from '../documents/charter-from.js';
import { knownDrivers } from '../documents/known-drivers.js';
import { readDocument, taken } from '../documents/read-document.js';
import { readInput } from '../files.js';
import { plainText } from '../output/plain-text.js';
import type { Session } from '../session.js';

interface ValidateOptions {
  /** Absent: only what can be said without a charter. */
  readonly charter?: string;
}

export async function validateContract(
  session: Session,
  file: string,
  options: ValidateOptions,
): Promise<void> {
  const { document, envelope } = readDocument('contract', await readInput(file, session.io), file);
  const charter =
    options.charter === undefined ? undefined : await charterFrom(session, options.charter);
  const drivers = await knownDrivers(session.io.env);
  checkWorkloads(document, { charter, drivers }, file);
  const { contractId, version } = document;
  session.print({ valid: true, contractId, version, digest: envelope.digest }, () => {
    return `contract ${contractId} version ${version} (${plainText(document.title)}) is valid, digest ${envelope.digest}\n`;
  });
}

interface Knowledge {
  readonly charter: Charter | undefined;
  readonly drivers: DriverRegistry;
}

function checkWorkloads(contract: Contract, { charter, drivers }: Knowledge, file: string): void {
  const failure = `'${file}' asks for what cannot be`;
  const understood = taken(readContract(drivers, contract), failure);
  if (charter !== undefined) taken(compileForAudience(understood, charter), failure);
}
