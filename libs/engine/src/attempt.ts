import {
  indexHost,
  planTowards,
  type HostState,
  type Identity,
  type Operation,
  type Plan,
  type Target,
} from '#drivers';
import type { Failure, StageListener } from './change.js';
import type { HostPort } from './ports.js';
import { slicesOf } from './slices.js';
import { deviations } from './verify.js';

/** Whether a host became what it was to be, as read back from it. */
export type Attempt =
  | { readonly ok: true; readonly observed: HostState }
  | { readonly ok: false; readonly failures: readonly Failure[] };

/** Carries out a plan and reads back every field that it asked for. Does not throw. */
export async function attemptPlan(
  host: HostPort,
  plan: Plan,
  listen: StageListener = () => undefined,
): Promise<Attempt> {
  try {
    listen('applying', plan);
    const failures = await applyPlan(host, plan, listen);
    if (failures.length > 0) return { ok: false, failures };
    listen('verifying', plan);
    return await settle(host, plan.contract, plan.expected);
  } catch (cause) {
    return { ok: false, failures: [brokenOff(cause)] };
  }
}

/** What was to be adopted and could not be marked is not ours to put back: nothing may have been hung on it. */
async function applyPlan(
  host: HostPort,
  plan: Plan,
  listen: StageListener,
): Promise<readonly Failure[]> {
  const isAdoption = ({ action }: Operation): boolean => action === 'adopt';
  const adoptions = plan.operations.filter(isAdoption);
  const unmarked = await applyAll(host, adoptions);
  if (unmarked.length > 0) return unmarked;
  const total = plan.operations.length;
  const failures: Failure[] = [];
  let done = adoptions.length;
  for (const slice of slicesOf(plan.operations.filter((entry) => !isAdoption(entry)))) {
    failures.push(...(await applyAll(host, slice)));
    done += slice.length;
    if (done < total) listen('applying', plan, { done, total });
  }
  return failures;
}

/** Brings a part of a host to a target from wherever it is. Throws what the host port throws. */
export async function aimAt(
  host: HostPort,
  contract: string,
  target: Target,
): Promise<Attempt & { readonly observed: HostState }> {
  const refused = await approach(host, contract, target, await host.observe());
  const settled = await settle(host, contract, target);
  return settled.ok ? settled : { ...settled, failures: [...refused, ...settled.failures] };
}

/**
 * Reads back, and does once more what the kernel has undone by itself while other things were done: with an IPv4
 * address it takes the others of the subnet away, and a bridge follows its ports.
 */
async function settle(
  host: HostPort,
  contract: string,
  target: Target,
): Promise<Attempt & { readonly observed: HostState }> {
  const first = await host.observe();
  if (deviations(contract, target, first).length === 0) return { ok: true, observed: first };
  const refused = await approach(host, contract, target, first);
  const observed = await host.observe();
  const missed = deviations(contract, target, observed);
  return missed.length === 0
    ? { ok: true, observed }
    : { ok: false, failures: [...refused, ...missed], observed };
}

async function approach(
  host: HostPort,
  contract: string,
  target: Target,
  state: HostState,
): Promise<readonly Failure[]> {
  const way = planTowards(contract, target, indexHost(state));
  return way.ok
    ? applyAll(host, way.value.operations)
    : way.problems.map(({ detail }) => ({ identity: wholeHost, detail }));
}

async function applyAll(
  host: HostPort,
  operations: readonly Operation[],
): Promise<readonly Failure[]> {
  if (operations.length === 0) return [];
  const outcomes = await host.apply(operations);
  return outcomes.flatMap(({ identity, failure }) =>
    failure === undefined ? [] : [{ identity, detail: failure.detail }],
  );
}

/** What concerns no single object. */
const wholeHost = 'host' as Identity;

function brokenOff(cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return { identity: wholeHost, detail: `the change broke off: ${reason}` };
}
