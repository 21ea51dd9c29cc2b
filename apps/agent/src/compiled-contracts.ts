import { refuse, type AuthorisedCharter, type Contract, type NodeId, type Result } from '#contract';
import {
  claimProblems,
  compileContract,
  readContract,
  type ClaimTable,
  type DriverRegistry,
  type WantedResource,
} from '#drivers';

/** What contracts want of this host. Compiling a large one takes longer than looking whether it still stands. */
export class CompiledContracts {
  #compiled = new Map<string, Result<readonly WantedResource[]>>();
  #used = new Set<string>();

  constructor(private readonly registry: DriverRegistry) {}

  /** What a contract wants of a host, clear of what other contracts hold there. */
  wanted(
    contract: Contract,
    digest: string,
    site: { readonly charter: AuthorisedCharter; readonly node: NodeId },
    heldByOthers: ClaimTable,
  ): Result<readonly WantedResource[]> {
    const key = `${digest} ${site.charter.digest} ${site.node}`;
    const compiled = this.#compiled.get(key) ?? this.#compile(contract, site);
    this.#compiled.set(key, compiled);
    this.#used.add(key);
    // Within itself a contract was found free of clashes when it was compiled.
    if (!compiled.ok || heldByOthers.size === 0) return compiled;
    const problems = claimProblems(compiled.value, heldByOthers);
    return problems.length === 0 ? compiled : refuse(...problems);
  }

  /** Forgets what was not asked for since the last call. */
  forgetUnused(): void {
    this.#compiled = new Map([...this.#compiled].filter(([key]) => this.#used.has(key)));
    this.#used = new Set();
  }

  #compile(
    contract: Contract,
    { charter, node }: { readonly charter: AuthorisedCharter; readonly node: NodeId },
  ): Result<readonly WantedResource[]> {
    const understood = readContract(this.registry, contract);
    return understood.ok ? compileContract(understood.value, charter.charter, node) : understood;
  }
}
