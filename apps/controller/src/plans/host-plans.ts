import { accept, nodeId, type Charter, type Contract, type NodeId, type Result } from '#contract';
import {
  compileContract,
  indexHost,
  mtuBudgets,
  planChange,
  readContract,
  type DriverRegistry,
  type HostState,
  type Plan,
  type WantedResource,
} from '#drivers';
import { planSummary } from '#protocol';
import type { Repositories } from '#store';
import { refuseWith } from '../problems/refuse-with.js';
import { viewOfOperation, type HostPlanView, type OperationView } from './plan-view.js';

type Shelf = Pick<Repositories, 'contracts' | 'contractVersions' | 'nodes'>;

/** What a contract would do to each host as the host was last seen. The host itself decides anew, by the same code. */
export class HostPlans {
  constructor(private readonly registry: DriverRegistry) {}

  /** One plan for each host that the contract names or that an approved version named. */
  async plan(shelf: Shelf, contract: Contract, charter: Charter): Promise<readonly HostPlanView[]> {
    const former = await this.formerVersion(shelf, contract);
    const named = await shelf.contracts.nodesEverNamed(contract.contractId);
    const nodes = new Set<NodeId>([
      ...contract.audience.nodes,
      ...named.map((id) => nodeId.parse(id)),
    ]);
    const plans: HostPlanView[] = [];
    for (const node of [...nodes].toSorted()) {
      const state = await shelf.nodes.stateOf(node);
      plans.push(viewOfPlan(node, this.planFor({ contract, former, charter, node, state }), state));
    }
    return plans;
  }

  private planFor(request: {
    readonly contract: Contract;
    readonly former: Contract | undefined;
    readonly charter: Charter;
    readonly node: NodeId;
    readonly state: HostState | undefined;
  }): Result<Plan> {
    const { contract, former, charter, node, state } = request;
    const wanted = this.compiled(contract, charter, node);
    if (!wanted.ok) return wanted;
    if (state === undefined) {
      return refuseWith('node-unknown-state', `host '${node}' has not reported its state yet`);
    }
    const previous = former === undefined ? accept([]) : this.compiled(former, charter, node);
    return planChange({
      contract: contract.contractId,
      wanted: wanted.value,
      previous: previous.ok ? previous.value : [],
      state,
    });
  }

  private compiled(
    contract: Contract,
    charter: Charter,
    node: NodeId,
  ): Result<readonly WantedResource[]> {
    const understood = readContract(this.registry, contract);
    return understood.ok ? compileContract(understood.value, charter, node) : understood;
  }

  /** The approved version before this one. */
  private async formerVersion(
    shelf: Shelf,
    { contractId, version }: Contract,
  ): Promise<Contract | undefined> {
    return version === 1
      ? undefined
      : (await shelf.contractVersions.find(contractId, version - 1))?.payload;
  }
}

function viewOfPlan(node: string, plan: Result<Plan>, state: HostState | undefined): HostPlanView {
  const operations = plan.ok && state !== undefined ? operationsOf(plan.value, state) : [];
  return {
    node,
    operations,
    problems: plan.ok ? [] : plan.problems,
    summary: planSummary(operations),
  };
}

function operationsOf({ operations, expected }: Plan, state: HostState): readonly OperationView[] {
  const budgets = mtuBudgets(expected, indexHost(state));
  return operations.map((operation) =>
    viewOfOperation(
      operation,
      operation.after === null ? undefined : budgets.get(operation.identity),
    ),
  );
}
