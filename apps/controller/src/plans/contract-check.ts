import { accept, refuse, type Charter, type Contract, type NodeId, type Result } from '#contract';
import {
  needProblems,
  claimProblems,
  claimTable,
  compileContract,
  compileForAudience,
  flowProblems,
  readContract,
  type DriverRegistry,
  type UnderstoodContract,
  type WantedResource,
} from '#drivers';
import type { Repositories } from '#store';

type Shelf = Pick<Repositories, 'contracts' | 'contractVersions' | 'nodes'>;

/** Whether a contract can become host state at all, and beside all the other contracts. The same code runs on hosts. */
export class ContractCheck {
  constructor(private readonly registry: DriverRegistry) {}

  /** Every workload is understood, compiles on every host, and takes nothing that another contract has or that a host lacks. */
  async check(
    shelf: Shelf,
    contract: Contract,
    charter: Charter,
  ): Promise<Result<UnderstoodContract>> {
    const understood = readContract(this.registry, contract);
    if (!understood.ok) return understood;
    const compiled = compileForAudience(understood.value, charter);
    if (!compiled.ok) return compiled;
    const problems = [];
    for (const [node, wanted] of compiled.value) {
      const others = await this.wantedByOthers(shelf, contract.contractId, node, charter);
      const capabilities = await shelf.nodes.capabilitiesOf(node);
      problems.push(
        ...claimProblems(wanted, claimTable(others)),
        ...needProblems(wanted, capabilities, `host '${node}'`),
        ...flowProblems(contract.flow, capabilities, `host '${node}'`),
      );
    }
    return problems.length === 0 ? accept(understood.value) : refuse(...problems);
  }

  private async wantedByOthers(
    { contracts, contractVersions }: Shelf,
    contractId: string,
    node: NodeId,
    charter: Charter,
  ): Promise<readonly WantedResource[]> {
    const others = (await contracts.desiredOf(node)).filter(
      (other) => other.contractId !== contractId,
    );
    const wanted: WantedResource[] = [];
    for (const other of others) {
      const version = await contractVersions.find(other.contractId, other.version);
      if (version !== undefined) wanted.push(...this.compiled(version.payload, charter, node));
    }
    return wanted;
  }

  /** One that does not compile under the present charter can't hold anything. */
  private compiled(contract: Contract, charter: Charter, node: NodeId): readonly WantedResource[] {
    const understood = readContract(this.registry, contract);
    const compiled = understood.ok ? compileContract(understood.value, charter, node) : understood;
    return compiled.ok ? compiled.value : [];
  }
}
