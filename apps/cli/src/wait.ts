import { setTimeout as sleep } from 'node:timers/promises';
import { readAs } from './api/api-client.js';
import { operation, type OperationAnswer } from './api/contract-answers.js';
import { CliError } from './cli-error.js';
import { progressOn } from './output/progress.js';
import type { Session } from './session.js';

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
    if (now !== undefined) progress.update(now.steps);
    if (now?.state === 'succeeded') return now;
    if (now?.state === 'failed') throw rolloutFailed(now);
    if (session.io.now().getTime() >= deadline) throw stillRunning(id, now, limit);
    await sleep(leastPause);
  }
}

/** Undefined: not reached just now. The roll-out may be changing the very network between us and the controller. */
async function askFor({ api }: Session, id: string): Promise<OperationAnswer | undefined> {
  try {
    const answer = await api.get(`/operations/${encodeURIComponent(id)}`, {
      headers: { Prefer: `wait=${answerAfterSeconds}` },
    });
    return readAs(operation, answer.body, 'operation');
  } catch (cause) {
    if (cause instanceof CliError && cause.code === 'unreachable') return undefined;
    throw cause;
  }
}

function rolloutFailed({ contractId, steps, error }: OperationAnswer): CliError {
  const failed = steps.filter(({ state }) => state === 'failed');
  const hosts = failed.map(({ node }) => node).join(', ') || 'a host';
  return new CliError(
    'failed',
    `the roll-out failed on ${hosts}: see 'hercules contract status ${contractId}'`,
    { problems: error == null ? [] : [error] },
  );
}

function stillRunning(id: string, last: OperationAnswer | undefined, limit: number): CliError {
  const done =
    last === undefined
      ? 'the controller cannot be reached'
      : `${last.progress.done} of ${last.progress.total} hosts are done`;
  return new CliError(
    'timed-out',
    `the roll-out still runs after ${limit / 1000} s (${done}): ` +
      `follow it with 'hercules operation show ${id} --wait'`,
  );
}
