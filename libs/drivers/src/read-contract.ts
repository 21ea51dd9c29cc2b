import {
  accept,
  refuse,
  type Contract,
  type NodeId,
  type Problem,
  type Result,
  type Workload,
} from '#contract';
import type { ReadWorkload } from './driver.js';
import { derivedInterfaceName, type InterfaceName } from './names.js';
import type { DriverRegistry } from './registry.js';

/** One workload, understood: its driver has read the data and named its interface on every member. */
export interface UnderstoodWorkload {
  readonly workload: Workload;
  /** JSON Pointer of the workload in the contract. */
  readonly path: string;
  readonly read: ReadWorkload;
  readonly interfaces: ReadonlyMap<NodeId, InterfaceName>;
}

/** A contract of which every workload is understood. The same for all hosts. */
export interface UnderstoodContract {
  readonly contract: Contract;
  readonly workloads: readonly UnderstoodWorkload[];
}

/** Reads every workload with its driver; tells all problems at once. */
export function readContract(
  registry: DriverRegistry,
  contract: Contract,
): Result<UnderstoodContract> {
  const problems: Problem[] = [];
  const workloads: UnderstoodWorkload[] = [];
  contract.workloads.forEach((workload, index) => {
    const understood = readWorkload(registry, contract, workload, `/workloads/${index}`);
    if (understood.ok) workloads.push(understood.value);
    else problems.push(...understood.problems);
  });
  return problems.length === 0 ? accept({ contract, workloads }) : refuse(...problems);
}

function readWorkload(
  registry: DriverRegistry,
  contract: Contract,
  workload: Workload,
  path: string,
): Result<UnderstoodWorkload> {
  const driver = registry.find(workload.type);
  if (driver === undefined) {
    const known = registry.drivers.map(({ type }) => type).join(', ');
    return refuse({
      code: 'driver-unknown',
      path: `${path}/type`,
      detail: `no driver reads '${workload.type}' here; known are: ${known}`,
    });
  }
  const read = driver.read(workload.data);
  if (!read.ok) return refuse(...read.problems.map((problem) => below(`${path}/data`, problem)));
  const problems = memberProblems(contract, read.value, path);
  if (problems.length > 0) return refuse(...problems);
  return accept({
    workload,
    path,
    read: read.value,
    interfaces: interfacesOf(contract, workload, read.value),
  });
}

function memberProblems(contract: Contract, read: ReadWorkload, path: string): Problem[] {
  const audience = new Set(contract.audience.nodes);
  const seen = new Set<NodeId>();
  return read.members.flatMap(({ node }, index) => {
    const at = `${path}/data/members/${index}/node`;
    const twice = seen.has(node);
    seen.add(node);
    if (twice) {
      return [{ code: 'member-duplicate', path: at, detail: `host '${node}' is a member already` }];
    }
    return audience.has(node)
      ? []
      : [
          {
            code: 'member-not-in-audience',
            path: at,
            detail: `host '${node}' is not among the contract's audience.nodes: add it there or remove the member`,
          },
        ];
  });
}

function interfacesOf(
  contract: Contract,
  workload: Workload,
  read: ReadWorkload,
): ReadonlyMap<NodeId, InterfaceName> {
  const derived = derivedInterfaceName(read.namePrefix, contract.contractId, workload.name);
  return new Map(read.members.map(({ node, name }) => [node, name ?? derived]));
}

/** Moves a problem's path below the place where its part of the document stands. */
export function below<Code extends string>(base: string, problem: Problem<Code>): Problem<Code> {
  return { ...problem, path: base + problem.path };
}
