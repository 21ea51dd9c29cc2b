import type { HostState, Operation, Plan } from '#drivers';
import { settle } from './aim.js';
import { applyAll, failureIn } from './apply-all.js';
import { wholeHost, type Failure, type StageListener } from './change.js';
import type { HostPort } from './ports.js';
import { slicesOf } from './slices.js';

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
    if (failures.length > 0) return { ok: false, failures: failures.map(failureIn) };
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

function brokenOff(cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return { identity: wholeHost, detail: `the change broke off: ${reason}` };
}
