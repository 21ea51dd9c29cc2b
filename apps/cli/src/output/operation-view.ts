import type { OperationAnswer, OperationStep } from '../api/contract-answers.js';
import { stateMood } from './moods.js';
import type { Paint } from './paint.js';
import { plainText } from './plain-text.js';
import { alignedRows, fieldList } from './table.js';

/** A roll-out: how far it is, and each host's step. */
export function operationView(operation: OperationAnswer, paint: Paint): string {
  const head = fieldList({
    operation: plainText(operation.id),
    contract: `${plainText(operation.contractId)} version ${operation.version}`,
    state: paint(stateMood(operation.state), operation.state),
    progress: `${operation.progress.done} of ${operation.progress.total} hosts`,
  });
  return head + stepLines(operation.steps, paint);
}

/** One aligned line for each host. */
export function stepLines(steps: readonly OperationStep[], paint: Paint): string {
  return alignedRows(
    steps.map((step) => stepCells(step, paint)),
    '  ',
  );
}

/** One host's step by itself. */
export function stepLine(step: OperationStep, paint: Paint): string {
  return alignedRows([stepCells(step, paint)], '  ');
}

function stepCells({ node, state, message }: OperationStep, paint: Paint): readonly string[] {
  return [plainText(node), paint(stateMood(state), plainText(state)), plainText(message ?? '')];
}
