import { accept, refuse, type Charter, type NodeId, type Problem, type Result } from '#contract';
import { charterLimitProblems } from './charter-limits.js';
import { circleProblems } from './circles.js';
import { bridgeEntryProblems } from './bridge-entry-problems.js';
import { claimProblems } from './claims.js';
import type { Surroundings } from './driver.js';
import { filteringProblems } from './filtering.js';
import { below, type UnderstoodContract, type UnderstoodWorkload } from './read-contract.js';
import { linkIdentity, type WantedResource } from './resource.js';
import { withJoinedPorts } from './joined-ports.js';
import { stackProblems } from './stack.js';
import { depthProblems } from './stack-depth.js';
import {
  neighboursOn,
  nodesById,
  surroundingsOf,
  type Neighbours,
  type Nodes,
} from './surroundings.js';
import { sharedSocketProblems } from './vxlan-sockets.js';

/**
 * What a contract asks of one host. Pure: the same documents give the same resources, on the controller and on the host.
 * A host that is no member of any workload gets an empty list.
 */
export function compileContract(
  understood: UnderstoodContract,
  charter: Charter,
  nodeId: NodeId,
): Result<readonly WantedResource[]> {
  return compileFor(nodeId, understood, { charter, nodes: nodesById(charter) });
}

/** Compiles for every host of the audience; tells the problems of all hosts, each once. */
export function compileForAudience(
  understood: UnderstoodContract,
  charter: Charter,
): Result<ReadonlyMap<NodeId, readonly WantedResource[]>> {
  const site = { charter, nodes: nodesById(charter) };
  const compiled = new Map<NodeId, readonly WantedResource[]>();
  const problems = new Map<string, Problem>();
  for (const id of understood.contract.audience.nodes) {
    const result = compileFor(id, understood, site);
    if (result.ok) compiled.set(id, result.value);
    else for (const problem of result.problems) problems.set(JSON.stringify(problem), problem);
  }
  return problems.size === 0 ? accept(compiled) : refuse(...problems.values());
}

interface Site {
  readonly charter: Charter;
  readonly nodes: Nodes;
}

function compileFor(
  nodeId: NodeId,
  { contract, workloads: all }: UnderstoodContract,
  { charter, nodes }: Site,
): Result<readonly WantedResource[]> {
  const node = nodes.get(nodeId);
  if (node === undefined) return accept([]);
  const workloads = all.filter(({ workload }) => workload.enabled !== false);
  const neighbours = neighboursOn(nodeId, workloads);
  const results = workloads.flatMap((entry) => {
    const surroundings = surroundingsOf(entry, { contract, node, nodes, neighbours, workloads });
    return surroundings === undefined ? [] : [compileWorkload(entry, surroundings, neighbours)];
  });
  const wanted = withJoinedPorts(results.flatMap((result) => (result.ok ? result.value : [])));
  const problems = [
    ...results.flatMap((result) => (result.ok ? [] : result.problems)),
    ...claimProblems(wanted),
    ...circleProblems(wanted),
    ...stackProblems(wanted),
    ...depthProblems(wanted),
    ...filteringProblems(wanted),
    ...bridgeEntryProblems(wanted),
    ...sharedSocketProblems(wanted),
    ...charterLimitProblems(contract, wanted, charter),
  ];
  return problems.length === 0 ? accept(wanted) : refuse(...problems);
}

function compileWorkload(
  entry: UnderstoodWorkload,
  surroundings: Surroundings,
  neighbours: Neighbours,
): Result<readonly WantedResource[]> {
  const compiled = entry.read.compile(surroundings);
  return compiled.ok
    ? accept(placed(entry, compiled.value, neighbours))
    : refuse(...compiled.problems.map((problem) => below(`${entry.path}/data`, problem)));
}

/** Gives each resource its place in the contract, and what the author's `dependsOn` puts before it. */
function placed(
  { workload, path }: UnderstoodWorkload,
  wanted: readonly WantedResource[],
  neighbours: Neighbours,
): readonly WantedResource[] {
  const after = (workload.dependsOn ?? []).flatMap((name) => {
    const neighbour = neighbours.get(name);
    return neighbour === undefined ? [] : [linkIdentity(neighbour.interfaceName)];
  });
  return wanted.map((entry) => ({
    resource: entry.resource,
    path: `${path}/data${entry.path}`,
    ...(after.length + (entry.after?.length ?? 0) > 0 && {
      after: [...after, ...(entry.after ?? [])],
    }),
    ...(entry.adopts && { adopts: entry.adopts }),
    ...(entry.localFrom && { localFrom: entry.localFrom }),
    ...(entry.hostAddresses && { hostAddresses: entry.hostAddresses }),
  }));
}
