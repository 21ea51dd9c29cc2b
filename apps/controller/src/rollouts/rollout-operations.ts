import type { Problem } from '#contract';
import type { ContractVersionRecord, OperationRecord, OperationStep } from '#store';
import type { Unit } from '../core/journal.js';
import type { UlidSource } from '../core/ulid.js';
import type { ProblemCode } from '../problems/problem-table.js';

/** The operations by which clients follow a roll-out: a step for each host, an end when every host has spoken. */
export class RolloutOperations {
  constructor(private readonly ids: UlidSource) {}

  async start(
    unit: Unit,
    { contractId, version }: ContractVersionRecord,
    nodes: readonly string[],
  ): Promise<OperationRecord> {
    const operation: OperationRecord = {
      id: this.ids.next(unit.now),
      kind: 'rollout',
      contractId,
      version,
      state: 'running',
      createdAt: unit.at,
      finishedAt: null,
      error: null,
    };
    const steps = nodes.map((node): OperationStep => ({
      node,
      state: 'pending',
      message: '',
      at: unit.at,
    }));
    await unit.operations.insert(operation, steps);
    await tell(unit, operation);
    return nodes.length === 0 ? finish(unit, operation, 'succeeded') : operation;
  }

  /** A host has got further, or has come to its end. */
  async advance(unit: Unit, contractId: string, step: OperationStep): Promise<void> {
    for (const operation of await unit.operations.runningOf(contractId)) {
      const before = await unit.operations.steps(operation.id);
      const known = before.find(({ node }) => node === step.node);
      if (known === undefined || saysTheSame(known, step)) continue;
      await unit.operations.setStep(operation.id, step);
      await settle(
        unit,
        operation,
        before.map((other) => (other.node === step.node ? step : other)),
      );
    }
  }

  /** A newer version takes the place of the one that is being rolled out. */
  async supersede(unit: Unit, contractId: string, by: number): Promise<void> {
    const detail = `version ${by} of the contract was approved before every host had reported`;
    for (const operation of await unit.operations.runningOf(contractId)) {
      await finish(unit, operation, 'failed', problem('operation-superseded', detail));
    }
  }
}

function saysTheSame(left: OperationStep, right: OperationStep): boolean {
  return left.state === right.state && left.message === right.message;
}

async function settle(
  unit: Unit,
  operation: OperationRecord,
  steps: readonly OperationStep[],
): Promise<void> {
  if (steps.some(({ state }) => state === 'pending' || state === 'running')) {
    await tell(unit, operation);
    return;
  }
  const failed = steps.filter(({ state }) => state === 'failed');
  const detail = failed.map(({ node, message }) => `host '${node}': ${message}`).join('; ');
  await (failed.length === 0
    ? finish(unit, operation, 'succeeded')
    : finish(unit, operation, 'failed', problem('rollout-failed', detail)));
}

async function finish(
  unit: Unit,
  operation: OperationRecord,
  state: 'succeeded' | 'failed',
  error: Problem | null = null,
): Promise<OperationRecord> {
  const finished = { ...operation, state, finishedAt: unit.at, error };
  await unit.operations.finish(finished);
  await tell(unit, finished);
  return finished;
}

async function tell(
  unit: Unit,
  { id, contractId, version, state }: OperationRecord,
): Promise<void> {
  await unit.tell({
    type: 'operation.updated',
    subject: `operation ${id}`,
    data: { contractId, version, state },
  });
}

function problem(code: ProblemCode, detail: string): Problem {
  return { code, path: '', detail };
}
