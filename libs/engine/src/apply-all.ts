import type { Operation } from '#drivers';
import type { Failure } from './change.js';
import { isPassing } from './passing-errors.js';
import type { HostPort } from './ports.js';

/** An operation that the host refused. */
export interface Refusal extends Failure {
  /** The same may be done a moment later. */
  readonly isPassing: boolean;
}

/** What is told of it. */
export function failureIn({ identity, detail }: Failure): Failure {
  return { identity, detail };
}

export async function applyAll(
  host: HostPort,
  operations: readonly Operation[],
): Promise<readonly Refusal[]> {
  if (operations.length === 0) return [];
  const outcomes = await host.apply(operations);
  return outcomes.flatMap(({ identity, failure }) =>
    failure === undefined
      ? []
      : [{ identity, detail: failure.detail, isPassing: isPassing(failure.errno) }],
  );
}
