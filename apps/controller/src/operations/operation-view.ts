import { z } from 'zod';
import { operationStates, type OperationRecord, type OperationStep } from '#store';
import { counter, listOf, pageOf, problemView, time } from '../http/views.js';

export const operationView = z
  .object({
    id: z.string(),
    kind: z.literal('rollout'),
    contractId: z.string(),
    version: counter,
    state: z.enum(operationStates),
    progress: z.object({ done: counter, total: counter }),
    steps: listOf(
      z.object({
        node: z.string(),
        state: z.enum(['pending', 'running', 'succeeded', 'failed']),
        message: z.string(),
        at: time,
      }),
    ),
    createdAt: time,
    finishedAt: time.nullable(),
    error: problemView.optional(),
  })
  .meta({ id: 'Operation', description: 'work that hosts do, a step for each of them' });
export type OperationView = z.infer<typeof operationView>;

export const operationPage = pageOf(operationView, 'OperationPage');

export function viewOfOperation(
  operation: OperationRecord,
  steps: readonly OperationStep[],
): OperationView {
  const { error, ...rest } = operation;
  const done = steps.filter(({ state }) => state === 'succeeded' || state === 'failed').length;
  return {
    ...rest,
    progress: { done, total: steps.length },
    steps,
    ...(error !== null && { error }),
  };
}
