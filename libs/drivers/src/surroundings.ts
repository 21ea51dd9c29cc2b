import type { Charter, CharterNode, Contract, NodeId } from '#contract';
import type { Neighbour, Surroundings } from './driver.js';
import type { UnderstoodWorkload } from './read-contract.js';

export type Nodes = ReadonlyMap<NodeId, CharterNode>;
/** The workloads of a contract that have an interface on one host, by name. */
export type Neighbours = ReadonlyMap<string, Neighbour>;

/** Where a workload stands. */
export interface Place {
  readonly contract: Pick<Contract, 'contractId'>;
  /** The host that is compiled for. */
  readonly node: CharterNode;
  readonly nodes: Nodes;
  readonly neighbours: Neighbours;
  /** All of the contract that are to be. */
  readonly workloads: readonly UnderstoodWorkload[];
}

export function nodesById({ nodes }: Charter): Nodes {
  return new Map(nodes.map((node) => [node.id, node]));
}

export function neighboursOn(nodeId: NodeId, workloads: readonly UnderstoodWorkload[]): Neighbours {
  return new Map(
    workloads.flatMap(({ workload: { name, type }, interfaces, read: { routingTable: table } }) => {
      const interfaceName = interfaces.get(nodeId);
      if (interfaceName === undefined) return [];
      return [[name, { type, interfaceName, ...(table !== undefined && { table }) }] as const];
    }),
  );
}

/** What a driver is told of a workload's place on a host; undefined: the host is no member. */
export function surroundingsOf(
  { workload, interfaces }: UnderstoodWorkload,
  { contract: { contractId }, node, nodes, neighbours, workloads }: Place,
): Surroundings | undefined {
  const interfaceName = interfaces.get(node.id);
  if (interfaceName === undefined) return undefined;
  const charterNode = (id: NodeId): CharterNode | undefined => nodes.get(id);
  return {
    owner: { contract: contractId, workload: workload.name },
    node,
    interfaceName,
    charterNode,
    passage: (name) => {
      const owner = { contract: contractId, workload: name };
      const found = workloads.find((entry) => entry.workload.name === name);
      return found?.read.passage({ owner, charterNode });
    },
    neighbour: (name) => neighbours.get(name),
  };
}
