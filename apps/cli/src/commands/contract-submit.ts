import { z } from 'zod';
import { readAs } from '../api/api-client.js';
import { plan } from '../api/contract-answers.js';
import { envelopeContent } from '../documents/envelope-content.js';
import { readDocument } from '../documents/read-document.js';
import { readInput } from '../files.js';
import type { Session } from '../session.js';
import { printPlan } from './contract-plan.js';
import type { WaitOptions } from './operation.js';
import { reportReceived } from './report-received.js';

interface SubmitOptions extends WaitOptions {
  readonly dryRun?: true;
}

export async function submitContract(
  session: Session,
  file: string,
  options: SubmitOptions,
): Promise<void> {
  const { envelope } = readDocument('contract', await readInput(file, session.io), file);
  const query = { dryRun: options.dryRun?.toString() };
  const answer = await session.api.post('/contracts', envelopeContent(envelope, file), { query });
  if (options.dryRun) {
    printPlan(session, readAs(rehearsed, answer.body, 'plan').plan, answer.body);
  } else {
    await reportReceived(session, answer, options);
  }
}

const rehearsed = z.object({ plan });
