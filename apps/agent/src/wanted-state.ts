import { accept, refuse, type Charter, type Contract, type NodeId, type Result } from '#contract';
import {
  claimProblems,
  compileContract,
  readContract,
  type ClaimTable,
  type DriverRegistry,
  type WantedResource,
} from '#drivers';

/** What is needed to turn contracts into what they want of this host. */
export interface Compiler {
  readonly registry: DriverRegistry;
  readonly charter: Charter;
  readonly node: NodeId;
}

/** What a contract wants of this host, clear of what other contracts hold. */
export function wantedOf(
  contract: Contract,
  { registry, charter, node }: Compiler,
  heldByOthers: ClaimTable,
): Result<readonly WantedResource[]> {
  const understood = readContract(registry, contract);
  if (!understood.ok) return understood;
  const wanted = compileContract(understood.value, charter, node);
  if (!wanted.ok) return wanted;
  const problems = claimProblems(wanted.value, heldByOthers);
  return problems.length === 0 ? accept(wanted.value) : refuse(...problems);
}

/** What a former version wanted; nothing where the drivers of today can't read it: the marks still tell. */
export function formerlyWanted(
  contract: Contract | undefined,
  compiler: Compiler,
): readonly WantedResource[] {
  if (contract === undefined) return [];
  const wanted = wantedOf(contract, compiler, new Map());
  return wanted.ok ? wanted.value : [];
}
