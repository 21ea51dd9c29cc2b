import { planChange, type HostState, type Plan } from '#drivers';
import { aimAt } from './aim.js';
import { attemptPlan } from './attempt.js';
import type { Change, ChangeOutcome, Failure, StageListener } from './change.js';
import type { HostPort } from './ports.js';

/**
 * Carries out one contract's change on a host that was just observed: plan, apply, observe, verify. Whatever fails,
 * the inverse runs and the host is as before. A plan that can't work, or that has nothing to do, touches nothing.
 * Throws only what the host port throws while the way back is under way: then nothing is known about the host.
 */
export async function carryOut(
  host: HostPort,
  change: Change,
  before: HostState,
  listen: StageListener = () => undefined,
): Promise<ChangeOutcome> {
  const planned = planChange({ ...change, state: before });
  if (!planned.ok) return { state: 'refused', problems: planned.problems, observed: before };
  const plan = planned.value;
  if (plan.operations.length === 0) return { state: 'unchanged', plan, observed: before };
  const attempt = await attemptPlan(host, plan, listen);
  return attempt.ok
    ? { state: 'applied', plan, observed: attempt.observed }
    : rollBack(host, plan, attempt.failures, listen);
}

/** Aims at the state before from wherever the change stopped. */
async function rollBack(
  host: HostPort,
  plan: Plan,
  failures: readonly Failure[],
  listen: StageListener,
): Promise<ChangeOutcome> {
  listen('rolling-back', plan);
  const back = await aimAt(host, plan.contract, plan.inverse);
  const { observed } = back;
  return back.ok
    ? { state: 'rolled-back', plan, failures, observed }
    : { state: 'stuck', plan, failures, residue: back.failures, observed };
}
