import { accept, refuse, type Charter, type NodeId, type Problem, type Result } from '#contract';
import { claimProblems } from './claims.js';
import type { Neighbour, Surroundings } from './driver.js';
import { below, type UnderstoodContract, type UnderstoodWorkload } from './read-contract.js';
import { linkIdentity, type Identity, type WantedResource } from './resource.js';

/**
 * What a contract asks of one host. Pure: the same documents give the same resources, on the controller and on the host.
 * A host that is no member of any workload gets an empty list.
 */
export function compileContract(
  { contract, workloads }: UnderstoodContract,
  charter: Charter,
  nodeId: NodeId,
): Result<readonly WantedResource[]> {
  const nodes = new Map(charter.nodes.map((node) => [node.id, node]));
  const node = nodes.get(nodeId);
  if (node === undefined) return accept([]);

  const here = workloads.filter(({ interfaces }) => interfaces.has(nodeId));
  const neighbours = new Map(here.map((entry) => [entry.workload.name as string, neighbourOf(entry, nodeId)]));
  const problems: Problem[] = [];
  const wanted: WantedResource[] = [];
  for (const entry of here) {
    const interfaceName = entry.interfaces.get(nodeId);
    if (interfaceName === undefined) continue;
    const surroundings: Surroundings = {
      owner: { contract: contract.contractId, workload: entry.workload.name },
      node,
      interfaceName,
      charterNode: (id) => nodes.get(id),
      neighbour: (name) => neighbours.get(name),
    };
    const compiled = entry.read.compile(surroundings);
    if (compiled.ok) wanted.push(...placed(entry, compiled.value, neighbours));
    else problems.push(...compiled.problems.map((problem) => below(`${entry.path}/data`, problem)));
  }
  problems.push(...claimProblems(wanted));
  return problems.length === 0 ? accept(wanted) : refuse(...problems);
}

/** Compiles for every host of the audience; tells the problems of all hosts, each once. */
export function compileForAudience(
  understood: UnderstoodContract,
  charter: Charter,
): Result<ReadonlyMap<NodeId, readonly WantedResource[]>> {
  const compiled = new Map<NodeId, readonly WantedResource[]>();
  const problems = new Map<string, Problem>();
  for (const id of understood.contract.audience.nodes) {
    const result = compileContract(understood, charter, id);
    if (result.ok) compiled.set(id, result.value);
    else for (const problem of result.problems) problems.set(JSON.stringify(problem), problem);
  }
  return problems.size === 0 ? accept(compiled) : refuse(...problems.values());
}

function neighbourOf({ workload, interfaces }: UnderstoodWorkload, node: NodeId): Neighbour | undefined {
  const interfaceName = interfaces.get(node);
  return interfaceName && { type: workload.type, interfaceName };
}

/** Gives each resource its place in the contract, and what the author's `dependsOn` puts before it. */
function placed(
  { workload, path }: UnderstoodWorkload,
  wanted: readonly WantedResource[],
  neighbours: ReadonlyMap<string, Neighbour | undefined>,
): readonly WantedResource[] {
  const after: readonly Identity[] = (workload.dependsOn ?? []).flatMap((name) => {
    const neighbour = neighbours.get(name);
    return neighbour === undefined ? [] : [linkIdentity(neighbour.interfaceName)];
  });
  return wanted.map((entry) => ({
    resource: entry.resource,
    path: `${path}/data${entry.path}`,
    ...(after.length > 0 && { after }),
  }));
}
