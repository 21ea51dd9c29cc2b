import {
  indexHost,
  planChange,
  planTowards,
  type HostState,
  type Identity,
  type Operation,
  type Plan,
} from '#drivers';
import type { Change, ChangeOutcome, Failure, StageListener } from './change.js';
import type { HostPort } from './ports.js';
import { deviations, promiseOf } from './verify.js';

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
  const attempt = await bringAbout(host, plan, listen);
  return attempt.ok
    ? { state: 'applied', plan, observed: attempt.observed }
    : rollBack(host, plan, attempt.failures, listen);
}

type Attempt =
  | { readonly ok: true; readonly observed: HostState }
  | { readonly ok: false; readonly failures: readonly Failure[] };

async function bringAbout(host: HostPort, plan: Plan, listen: StageListener): Promise<Attempt> {
  try {
    listen('applying', plan);
    const failures = await applyAll(host, plan.operations);
    if (failures.length > 0) return { ok: false, failures };
    listen('verifying', plan);
    const observed = await host.observe();
    const missed = deviations(plan.contract, promiseOf(plan), observed);
    return missed.length > 0 ? { ok: false, failures: missed } : { ok: true, observed };
  } catch (cause) {
    return { ok: false, failures: [brokenOff(cause)] };
  }
}

/** Aims at the state before from wherever the change stopped. */
async function rollBack(
  host: HostPort,
  plan: Plan,
  failures: readonly Failure[],
  listen: StageListener,
): Promise<ChangeOutcome> {
  listen('rolling-back', plan);
  const refused = await aimAt(host, plan, await host.observe());
  const observed = await host.observe();
  const missed = deviations(plan.contract, plan.inverse, observed);
  if (missed.length === 0) return { state: 'rolled-back', plan, failures, observed };
  return { state: 'stuck', plan, failures, residue: [...refused, ...missed], observed };
}

async function aimAt(host: HostPort, plan: Plan, state: HostState): Promise<readonly Failure[]> {
  const way = planTowards(plan.contract, plan.inverse, indexHost(state));
  return way.ok
    ? applyAll(host, way.value.operations)
    : way.problems.map(({ detail }) => ({ identity: wholeHost, detail }));
}

async function applyAll(
  host: HostPort,
  operations: readonly Operation[],
): Promise<readonly Failure[]> {
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
