import { builtInDrivers } from '#catalog';
import type { Contract, NodeId } from '#contract';
import { compileContract, createRegistry, readContract, type WantedResource } from '#drivers';
import { sampleCharter, sampleContract } from '../sample-network.js';

/** A change from one version of a contract to the next. */
export interface Scenario {
  readonly name: string;
  readonly contract: string;
  /** What stands before; [] on a bare host. */
  readonly previous: readonly WantedResource[];
  readonly wanted: readonly WantedResource[];
}

/** Building a network, changing one in place and by making links anew, and removing one. */
export function scenarios(pairs: number): readonly Scenario[] {
  const whole = sampleContract(pairs);
  const first = wantedOf(whole);
  const changed = wantedOf({ ...whole, workloads: whole.workloads.map(changeWorkload) });
  const { contractId: contract } = whole;
  return [
    { name: 'build', contract, previous: [], wanted: first },
    { name: 'change', contract, previous: first, wanted: changed },
    { name: 'remove', contract, previous: first, wanted: [] },
  ];
}

/** Every third segment gets another VNI, every other bridge spanning tree, the last workload goes. */
function changeWorkload(
  workload: Contract['workloads'][number],
  index: number,
): Contract['workloads'][number] {
  const { type, data } = workload;
  if (type === 'vxlan' && index % 3 === 0)
    return { ...workload, data: { ...data, vni: Number(data['vni']) + 5000 } };
  if (type === 'bridge' && index % 4 === 0) return { ...workload, data: { ...data, stp: true } };
  return workload;
}

function wantedOf(contract: Contract): readonly WantedResource[] {
  const understood = readContract(createRegistry(builtInDrivers), contract);
  const wanted = understood.ok
    ? compileContract(understood.value, sampleCharter(), 'host-a' as NodeId)
    : understood;
  if (wanted.ok) return wanted.value;
  throw new Error(wanted.problems.map(({ detail }) => detail).join('; '));
}
