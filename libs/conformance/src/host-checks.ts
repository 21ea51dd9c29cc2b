import {
  providedResources,
  type AnyDriver,
  type HostState,
  type Operation,
  type WantedResource,
  type DriverSamples,
  type SampleChange,
} from '#drivers';
import { carryOut, ModelHost, type ChangeOutcome, type HostPort } from '#engine';
import { complain, mustEqual } from './complaint.js';
import { trialContract, trialHost, wantedOf } from './trial-site.js';

/** Makes what is wanted in the place of what was wanted before. */
async function bringAbout(
  host: HostPort,
  wanted: readonly WantedResource[],
  previous: readonly WantedResource[] = [],
): Promise<ChangeOutcome> {
  const change = { contract: trialContract, wanted, previous };
  return carryOut(host, change, await host.observe());
}

async function mustApply(
  host: HostPort,
  wanted: readonly WantedResource[],
  previous: readonly WantedResource[] = [],
): Promise<readonly Operation[]> {
  const outcome = await bringAbout(host, wanted, previous);
  if (outcome.state !== 'applied') {
    const { state } = outcome;
    const why =
      'failures' in outcome ? outcome.failures : 'problems' in outcome && outcome.problems;
    return complain('a sample can not be brought about', { state, why });
  }
  const { writes } = host;
  const again = await bringAbout(host, wanted, wanted);
  if (again.state !== 'unchanged') {
    complain('what was brought about differs from what is wanted', linesOf(again));
  }
  if (host.writes !== writes) complain('to bring about the same once more writes something');
  return outcome.plan.operations;
}

function linesOf(outcome: ChangeOutcome): unknown {
  return 'plan' in outcome
    ? outcome.plan.operations.map(({ action, identity, fields }) => [action, identity, ...fields])
    : outcome;
}

/** The same twice writes nothing the second time, and nothing is left when it is withdrawn. */
export async function leavesNothing(
  driver: AnyDriver,
  { good }: DriverSamples,
  host: HostPort,
): Promise<void> {
  for (const data of good) {
    const before = lookOf(await host.observe());
    const wanted = wantedOf(driver, data);
    await mustApply(host, wanted);
    await mustApply(host, [], wanted);
    mustEqual(lookOf(await host.observe()), before, 'a withdrawn workload leaves something');
  }
}

/** What changes in place keeps its interface, what does not has another one, as the samples say. */
export async function changesAsDeclared(
  driver: AnyDriver,
  change: SampleChange,
  host: HostPort,
): Promise<void> {
  const [from, to] = [wantedOf(driver, change.from), wantedOf(driver, change.to)];
  await mustApply(host, from);
  const before = await indexesOf(host, to);
  const operations = await mustApply(host, to, from);
  const isAnew = operations.some(({ action }) => action === 'recreate');
  const isSame = JSON.stringify(await indexesOf(host, to)) === JSON.stringify(before);
  const isKept = isSame && !isAnew;
  if (isKept !== (change.how === 'in-place')) {
    const lines = operations.map(({ action, identity, fields }) => [action, identity, ...fields]);
    complain(`'${change.what}' is not done ${change.how}`, lines);
  }
  await mustApply(host, from, to);
  await mustApply(host, [], from);
}

async function indexesOf(
  host: HostPort,
  wanted: readonly WantedResource[],
): Promise<readonly unknown[]> {
  const names = new Set(
    wanted.flatMap(({ resource, path }) =>
      resource.type === 'link' && path.startsWith('/workloads/1') ? [resource.name] : [],
    ),
  );
  const { links } = await host.observe();
  return links.flatMap(({ resource, index }) => (names.has(resource.name) ? [index] : []));
}

/** Whichever operation fails, of making, changing or withdrawing: the host is as before. */
export async function survivesFaults(driver: AnyDriver, samples: DriverSamples): Promise<void> {
  const ways = [
    ...samples.good.map((data) => [[], wantedOf(driver, data)] as const),
    ...samples.good.map((data) => [wantedOf(driver, data), []] as const),
    ...samples.changes.map(
      ({ from, to }) => [wantedOf(driver, from), wantedOf(driver, to)] as const,
    ),
  ];
  for (const [from, to] of ways) await failsEverywhere(samples, from, to);
}

async function failsEverywhere(
  { host: furniture = [] }: DriverSamples,
  from: readonly WantedResource[],
  to: readonly WantedResource[],
): Promise<void> {
  const standing = modelHost(furniture);
  if (from.length > 0) await mustApply(standing, from);
  const before = lookOf(await standing.observe());
  const operations = await mustApply(standing.copy(), to, from);
  for (const faulty of operations.keys()) {
    const host = standing.copy();
    host.fault = (_, count) => (count === faulty + 1 ? 'ENOMEM' : undefined);
    const outcome = await bringAbout(host, to, from);
    if (outcome.state !== 'rolled-back') complain(`a fault ends as '${outcome.state}'`, faulty);
    mustEqual(lookOf(await host.observe()), before, 'a fault leaves something');
  }
}

export function modelHost(furniture: DriverSamples['host'] = []): ModelHost {
  return new ModelHost([...trialHost, ...furniture]);
}

/** A host without the numbers that the kernel gives. */
function lookOf(state: HostState): readonly unknown[] {
  const { links, addresses, routes, fdb } = state;
  const hanging = [...addresses, ...routes, ...fdb, ...providedResources(state)];
  return [...links.map(({ resource }) => resource), ...hanging].map(sorted);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}
