import type { ContractReport } from '#protocol';
import type { ContractRecord, ContractState, ContractVersionRecord, OperationRecord } from '#store';
import { nodeBell, type Unit } from '../core/journal.js';
import { messageOf, stateFromReports, stepStateOf } from './contract-progress.js';
import type { RolloutOperations } from './rollout-operations.js';

/** Brings approved versions to their hosts and follows what the hosts make of them. */
export class Rollouts {
  constructor(private readonly operations: RolloutOperations) {}

  /** A version has all its signatures: from now on hosts are asked to carry it out. Returns the contract as stored. */
  async approve(
    unit: Unit,
    contract: ContractRecord,
    version: ContractVersionRecord,
  ): Promise<{ readonly contract: ContractRecord; readonly operation: OperationRecord }> {
    await this.retireFormer(unit, contract);
    await unit.contracts.addNodes(contract.contractId, version.nodes);
    const nodes = await unit.contracts.nodesEverNamed(contract.contractId);
    const approved = { ...contract, approvedVersion: version.version };
    if (unit.traceparent !== undefined) {
      const { contractId } = contract;
      await unit.contractVersions.setTrace(contractId, version.version, unit.traceparent);
    }
    const stored = await setState(unit, approved, 'approved');
    const operation = await this.operations.start(unit, version, nodes);
    await wake(unit, nodes);
    return { contract: nodes.length === 0 ? await settle(unit, stored) : stored, operation };
  }

  /** A host has said something about a contract; what it says of other versions or documents counts for nothing. */
  async note(unit: Unit, node: string, report: ContractReport): Promise<void> {
    const contract = await unit.contracts.find(report.contractId);
    if (contract?.approvedVersion !== report.version) return;
    const version = await unit.contractVersions.find(contract.contractId, report.version);
    if (version?.digest !== report.digest) return;
    await this.operations.advance(unit, contract.contractId, {
      node,
      state: stepStateOf(report.state),
      message: messageOf(report),
      at: unit.at,
    });
    await settle(unit, contract);
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
    await this.operations.supersede(unit, contractId, version);
  }
}

/** Something else is wanted of these hosts. */
async function wake(unit: Unit, nodes: readonly string[]): Promise<void> {
  await unit.nodes.ensure(nodes);
  await unit.nodes.bumpGeneration(nodes);
  for (const node of nodes) unit.ringAfterwards(nodeBell(node));
}

/** Draws the state of the approved version from all that its hosts have said. */
async function settle(unit: Unit, contract: ContractRecord): Promise<ContractRecord> {
  const { contractId, approvedVersion } = contract;
  if (approvedVersion === null) return contract;
  const version = await unit.contractVersions.find(contractId, approvedVersion);
  if (version === undefined) return contract;
  const outcomes = new Map(
    (await unit.reports.outcomes(contractId))
      .filter(({ digest }) => digest === version.digest)
      .map(({ node, state }) => [node, state]),
  );
  const nodes = await unit.contracts.nodesEverNamed(contractId);
  const current = nodes.map((node) => outcomes.get(node));
  const next = stateFromReports(version.state, current);
  return next === version.state ? contract : setState(unit, contract, next);
}

/** The state of the approved version, and of the contract where no newer version is being signed. */
async function setState(
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

async function tellState(
  unit: Unit,
  { contractId, approvedVersion }: ContractRecord,
  state: ContractState,
): Promise<void> {
  if (state === 'signing' || state === 'rollingOut' || state === 'superseded') return;
  await unit.tell({
    type: `contract.${state}`,
    subject: `contract ${contractId}`,
    data: { version: approvedVersion },
  });
}
