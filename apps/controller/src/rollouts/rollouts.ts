import type { Problem } from '#contract';
import type { ContractReport } from '#protocol';
import type {
  ContractRecord,
  ContractState,
  ContractVersionRecord,
  OperationRecord,
  OperationStep,
} from '#store';
import { nodeBell, type Unit } from '../core/journal.js';
import type { UlidSource } from '../core/ulid.js';
import type { ProblemCode } from '../problems/problem-table.js';
import { messageOf, stateFromReports, stepStateOf } from './contract-progress.js';

/** Brings approved versions to their hosts and follows what the hosts make of them. */
export class Rollouts {
  constructor(private readonly ids: UlidSource) {}

  /** A version has all its signatures: from now on hosts are asked to carry it out. Returns the contract as stored. */
  async approve(
    unit: Unit,
    contract: ContractRecord,
    version: ContractVersionRecord,
  ): Promise<{ readonly contract: ContractRecord; readonly operation: OperationRecord }> {
    await this.retireFormer(unit, contract);
    await unit.contracts.addNodes(contract.contractId, version.nodes);
    const nodes = await unit.contracts.nodesEverNamed(contract.contractId);
    const approved = await this.setState(
      unit,
      { ...contract, approvedVersion: version.version },
      'approved',
    );
    const operation = await this.startOperation(unit, version, nodes);
    await unit.nodes.ensure(nodes);
    await unit.nodes.bumpGeneration(nodes);
    for (const node of nodes) unit.ringAfterwards(nodeBell(node));
    const settled = nodes.length === 0 ? await this.settle(unit, approved) : approved;
    return {
      contract: settled,
      operation: (await unit.operations.find(operation.id)) ?? operation,
    };
  }

  /** A host has said something about the approved version. */
  async note(unit: Unit, node: string, report: ContractReport): Promise<void> {
    const contract = await unit.contracts.find(report.contractId);
    if (contract?.approvedVersion !== report.version) return;
    for (const operation of await unit.operations.runningOf(contract.contractId)) {
      await this.setStep(unit, operation, {
        node,
        state: stepStateOf(report.state),
        message: messageOf(report),
        at: unit.at,
      });
    }
    await this.settle(unit, contract);
  }

  private async retireFormer(unit: Unit, contract: ContractRecord): Promise<void> {
    const { contractId, approvedVersion, version } = contract;
    if (approvedVersion === null) return;
    await unit.contractVersions.setState(contractId, approvedVersion, 'superseded', unit.at);
    await unit.tell({
      type: 'contract.superseded',
      subject: `contract ${contractId}`,
      data: { version: approvedVersion, by: version },
    });
    for (const operation of await unit.operations.runningOf(contractId)) {
      await this.finish(unit, operation, 'failed', {
        code: 'operation-superseded',
        path: '',
        detail: `version ${version} of the contract was approved before every host had reported`,
      });
    }
  }

  private async startOperation(
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
    const steps = nodes.map((node) => ({
      node,
      state: 'pending' as const,
      message: '',
      at: unit.at,
    }));
    await unit.operations.insert(operation, steps);
    await tellOperation(unit, operation);
    if (nodes.length === 0) await this.finish(unit, operation, 'succeeded');
    return operation;
  }

  private async setStep(
    unit: Unit,
    operation: OperationRecord,
    step: OperationStep,
  ): Promise<void> {
    const before = await unit.operations.steps(operation.id);
    const known = before.find(({ node }) => node === step.node);
    if (known === undefined || (known.state === step.state && known.message === step.message))
      return;
    await unit.operations.setStep(operation.id, step);
    const steps = before.map((other) => (other.node === step.node ? step : other));
    const failed = steps.filter(({ state }) => state === 'failed');
    if (steps.some(({ state }) => state === 'pending' || state === 'running')) {
      await tellOperation(unit, operation);
    } else if (failed.length === 0) {
      await this.finish(unit, operation, 'succeeded');
    } else {
      await this.finish(unit, operation, 'failed', rolloutFailed(failed));
    }
  }

  private async finish(
    unit: Unit,
    operation: OperationRecord,
    state: 'succeeded' | 'failed',
    error?: Problem,
  ): Promise<void> {
    await unit.operations.finish(operation.id, { state, at: unit.at, ...(error && { error }) });
    await tellOperation(unit, { ...operation, state });
  }

  /** Draws the state of the approved version from all that its hosts have said. */
  private async settle(unit: Unit, contract: ContractRecord): Promise<ContractRecord> {
    const { contractId, approvedVersion } = contract;
    if (approvedVersion === null) return contract;
    const version = await unit.contractVersions.find(contractId, approvedVersion);
    if (version === undefined) return contract;
    const reports = new Map(
      (await unit.reports.ofContract(contractId)).map(({ node, report }) => [node, report]),
    );
    const nodes = await unit.contracts.nodesEverNamed(contractId);
    const current = nodes.map((node) => {
      const report = reports.get(node);
      return report?.version === approvedVersion ? report : undefined;
    });
    const next = stateFromReports(version.state, current);
    return next === version.state ? contract : this.setState(unit, contract, next);
  }

  /** The state of the approved version, and of the contract where no newer version is being signed. */
  private async setState(
    unit: Unit,
    contract: ContractRecord,
    state: ContractState,
  ): Promise<ContractRecord> {
    const { contractId, approvedVersion, version } = contract;
    await unit.contractVersions.setState(contractId, approvedVersion ?? version, state, unit.at);
    const next: ContractRecord = {
      ...contract,
      state: approvedVersion === version ? state : contract.state,
      revision: contract.revision + 1,
      updatedAt: unit.at,
    };
    await unit.contracts.update(next);
    await tellState(unit, contract, state);
    return next;
  }
}

async function tellState(
  unit: Unit,
  contract: ContractRecord,
  state: ContractState,
): Promise<void> {
  if (state !== 'approved' && state !== 'active' && state !== 'degraded') return;
  await unit.tell({
    type: `contract.${state}`,
    subject: `contract ${contract.contractId}`,
    data: { version: contract.approvedVersion },
  });
}

async function tellOperation(
  unit: Unit,
  { id, contractId, version, state }: OperationRecord,
): Promise<void> {
  await unit.tell({
    type: 'operation.updated',
    subject: `operation ${id}`,
    data: { contractId, version, state },
  });
}

function rolloutFailed(failed: readonly OperationStep[]): Problem {
  const code: ProblemCode = 'rollout-failed';
  const detail = failed.map(({ node, message }) => `host '${node}': ${message}`).join('; ');
  return { code, path: '', detail };
}
