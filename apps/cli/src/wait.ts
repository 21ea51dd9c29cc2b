import { setTimeout as sleep } from 'node:timers/promises';
import { readAs } from './api/api-client.js';
import { operation, type OperationAnswer } from './api/contract-answers.js';
import { CliError } from './cli-error.js';
import { progressOn } from './output/progress.js';
import type { Session } from './session.js';

/** Milliseconds that `--wait` takes at most where nothing else is said. */
export const defaultWaitLimit = 300_000;

/** The controller answers at once when the operation ends, else after this many seconds; then we look at the steps. */
const answerAfterSeconds = 1;
/** Between two questions, for a controller that does not wait. */
const leastPause = 250;

/**
 * Follows an operation to its end and shows each host's step on standard error.
 * @throws CliError `failed` when it fails, `timed-out` when it is still running after `limit` milliseconds.
 */
export async function waitForOperation(
  session: Session,
  id: string,
  limit: number,
): Promise<OperationAnswer> {
  const deadline = session.io.now().getTime() + limit;
  const progress = progressOn(session.io.stderr, session.paint);
  for (;;) {
    const now = await askFor(session, id);
    progress.update(now.steps);
    if (now.state === 'succeeded') return now;
    if (now.state === 'failed') throw rolloutFailed(now);
    if (session.io.now().getTime() >= deadline) throw stillRunning(now, limit);
    await sleep(leastPause);
  }
}

async function askFor({ api }: Session, id: string): Promise<OperationAnswer> {
  const answer = await api.get(`/operations/${encodeURIComponent(id)}`, {
    headers: { Prefer: `wait=${answerAfterSeconds}` },
  });
  return readAs(operation, answer.body, 'operation');
}

function rolloutFailed({ contractId, steps }: OperationAnswer): CliError {
  const failed = steps.filter(({ state }) => state !== 'succeeded' && state !== 'applied');
  const hosts = failed.map(({ node }) => node).join(', ') || 'a host';
  return new CliError(
    'failed',
    `the roll-out failed on ${hosts}: see 'hercules contract status ${contractId}'`,
  );
}

function stillRunning({ id, progress }: OperationAnswer, limit: number): CliError {
  return new CliError(
    'timed-out',
    `the roll-out still runs after ${limit / 1000} s (${progress.done} of ${progress.total} hosts are done): ` +
      `follow it with 'hercules operation show ${id} --wait'`,
  );
}
