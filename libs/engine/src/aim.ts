import { indexHost, planTowards, type HostState, type Target } from '#drivers';
import { applyAll, failureIn, type Refusal } from './apply-all.js';
import { wholeHost, type Failure } from './change.js';
import type { HostPort } from './ports.js';
import { deviations } from './verify.js';

/** Where a host has got to on the way to a target. */
type Arrival =
  | { readonly ok: true; readonly observed: HostState }
  | { readonly ok: false; readonly observed: HostState; readonly failures: readonly Failure[] };

/** Asked before one more try, counted from 1, after errors that may pass; false: it is not worth one. */
export type Patience = (tries: number) => Promise<boolean>;

/**
 * Brings a part of a host to a target from wherever it is; tries again what failed for a reason that may pass, for as long
 * as patience lasts. Throws what the host port throws.
 */
export async function aimAt(
  host: HostPort,
  contract: string,
  target: Target,
  patience: Patience = () => Promise.resolve(false),
): Promise<Arrival> {
  const refused = await approach(host, contract, target, await host.observe());
  let arrival = await arrive(host, contract, target, refused);
  for (let tries = 1; mayPass(arrival) && (await patience(tries)); tries += 1) {
    arrival = await arrive(host, contract, target);
  }
  return arrival.ok ? arrival : { ...arrival, failures: arrival.failures.map(failureIn) };
}

/**
 * Reads back, and does once more what the kernel has undone by itself while other things were done: with an IPv4
 * address it takes the others of the subnet away, and a bridge follows its ports.
 */
export async function settle(host: HostPort, contract: string, target: Target): Promise<Arrival> {
  const arrival = await arrive(host, contract, target);
  return arrival.ok ? arrival : { ...arrival, failures: arrival.failures.map(failureIn) };
}

type Try =
  | { readonly ok: true; readonly observed: HostState }
  | {
      readonly ok: false;
      readonly observed: HostState;
      readonly failures: readonly (Failure & Partial<Refusal>)[];
    };

/** @param refused what was refused before, to be told with the rest */
async function arrive(
  host: HostPort,
  contract: string,
  target: Target,
  refused: readonly Refusal[] = [],
): Promise<Try> {
  const first = await host.observe();
  if (deviations(contract, target, first).length === 0) return { ok: true, observed: first };
  const again = await approach(host, contract, target, first);
  const observed = await host.observe();
  const missed = deviations(contract, target, observed);
  return missed.length === 0
    ? { ok: true, observed }
    : { ok: false, failures: [...refused, ...again, ...missed], observed };
}

async function approach(
  host: HostPort,
  contract: string,
  target: Target,
  state: HostState,
): Promise<readonly Refusal[]> {
  const way = planTowards(contract, target, indexHost(state));
  return way.ok
    ? applyAll(host, way.value.operations)
    : way.problems.map(({ detail }) => ({ identity: wholeHost, detail, isPassing: false }));
}

function mayPass(arrival: Try): boolean {
  return !arrival.ok && arrival.failures.some(({ isPassing }) => isPassing === true);
}
