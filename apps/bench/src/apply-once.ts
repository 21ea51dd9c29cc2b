import { builtInDrivers } from '#catalog';
import type { NodeId } from '#contract';
import { compileContract, createRegistry, planChange, readContract } from '#drivers';
import { carryOut, deviations } from '#engine';
import { KernelHost } from '#netlink';
import { sampleNetworks, type SampleNetwork } from './sample-networks.js';

/** What one run of the product on a fresh host took. */
export interface ApplyMeasurement {
  /** From the parsed contract and a reading of the host to the plan. */
  readonly planSeconds: number;
  /** From the plan to the verified state. */
  readonly applySeconds: number;
  readonly operations: number;
  readonly secondWrites: number;
  readonly secondDumps: number;
  readonly secondSeconds: number;
}

/** Brings about a network in the namespace of this process, twice. */
async function measure(
  { contractOf, charterOf }: SampleNetwork,
  count: number,
): Promise<ApplyMeasurement> {
  const contract = contractOf(count);
  const charter = charterOf(count);
  const host = await KernelHost.open();
  const state = await host.observe();

  const planBegin = performance.now();
  const wanted = valueOf(
    compileContract(
      valueOf(readContract(createRegistry(builtInDrivers), contract)),
      charter,
      'host-a' as NodeId,
    ),
  );
  const request = { contract: contract.contractId, wanted, previous: [] };
  const plan = valueOf(planChange({ ...request, state }));
  const planned = performance.now();

  const outcomes = await host.apply(plan.operations);
  const failed = outcomes.find(({ failure }) => failure !== undefined);
  if (failed?.failure !== undefined) throw new Error(failed.failure.detail);
  const after = await host.observe();
  const missed = deviations(plan.contract, plan.target, after);
  if (missed[0] !== undefined) throw new Error(missed[0].detail);
  const verified = performance.now();

  const { writes, dumps } = host;
  const secondBegin = performance.now();
  const second = await carryOut(host, request, await host.observe());
  const secondEnd = performance.now();
  if (second.state !== 'unchanged') throw new Error(`the second run ended '${second.state}'`);
  host.close();
  return {
    planSeconds: (planned - planBegin) / 1000,
    applySeconds: (verified - planned) / 1000,
    operations: plan.operations.length,
    secondWrites: host.writes - writes,
    secondDumps: host.dumps - dumps,
    secondSeconds: (secondEnd - secondBegin) / 1000,
  };
}

function valueOf<T>(
  result: { ok: true; value: T } | { ok: false; problems: readonly { detail: string }[] },
): T {
  if (result.ok) return result.value;
  throw new Error(result.problems.map(({ detail }) => detail).join('; '));
}

const [, , name = '', count] = process.argv;
const network = sampleNetworks[name];
if (network === undefined) throw new Error(`there is no network '${name}' to bring about`);
process.stdout.write(JSON.stringify(await measure(network, Number(count))));
