import { readAs, type Answer } from '../api/api-client.js';
import { received, type Received } from '../api/contract-answers.js';
import { CliError } from '../cli-error.js';
import { plainText } from '../output/plain-text.js';
import type { Session } from '../session.js';
import { waitForOperation } from '../wait.js';
import type { WaitOptions } from './operation.js';

/**
 * Says what the controller made of a submission or a signature, and waits for the roll-out where that is wished.
 * @throws CliError `conflict` when there is none to wait for, because signatures are missing.
 */
export async function reportReceived(
  session: Session,
  answer: Answer,
  { wait, waitTimeout }: WaitOptions,
): Promise<void> {
  const what = readAs(received, answer.body, 'answer');
  const operation = operationIdOf(what, answer.headers);
  if (!wait) {
    session.print(answer.body, () => receivedText(what, operation));
    return;
  }
  if (operation === undefined && isUnsigned(what)) throw stillUnsigned(what);
  if (operation !== undefined) await waitForOperation(session, operation, waitTimeout);
  session.print(answer.body, () => `${nameOf(what)} is rolled out\n`);
}

function receivedText(what: Received, operation: string | undefined): string {
  if (operation !== undefined) {
    return `${nameOf(what)} is complete and rolls out: 'hercules operation show ${plainText(operation)} --wait'\n`;
  }
  return isUnsigned(what)
    ? `${nameOf(what)} is stored and needs more signatures, from: ${missingText(what)}\n`
    : `${nameOf(what)} is stored: ${plainText(what.state)}\n`;
}

function stillUnsigned(what: Received): CliError {
  return new CliError(
    'conflict',
    `${nameOf(what)} rolls out only with more signatures, from ${missingText(what)}: ` +
      `each signs with 'hercules contract sign ${what.contractId} --key … --submit'`,
  );
}

function isUnsigned({ missing = [], state }: Received): boolean {
  return missing.length > 0 || state === 'signing';
}

function missingText({ missing = [] }: Received): string {
  return plainText(missing.map(({ principal }) => principal).join(', ') || 'further principals');
}

function nameOf({ contractId, version }: Received): string {
  return `contract ${plainText(contractId)} version ${version}`;
}

function operationIdOf({ operation }: Received, headers: Headers): string | undefined {
  return operation?.id ?? headers.get('Operation-Location')?.split('/').at(-1);
}
