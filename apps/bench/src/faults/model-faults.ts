import type { HostState, Resource } from '#drivers';
import { ChangeControl, MemoryJournal, ModelHost, type HostPort, type Journal } from '#engine';
import { underlay } from '../sample-network.js';
import { counted, noFaults, type Ending, type FaultCount } from './fault-count.js';
import { FaultyHost, type Fault } from './faulty-host.js';
import { scenarios, type Scenario } from './scenarios.js';

/** An error, then a kill, at every operation of every scenario, on the model of a host. */
export async function faultsOnModel(pairs: number): Promise<FaultCount> {
  let count = noFaults;
  for (const scenario of scenarios(pairs)) {
    const operations = await operationsOf(scenario);
    for (let at = 1; at <= operations; at += 1) {
      count = counted(count, await endingOf(scenario, { at, kind: 'error' }));
      count = counted(count, await endingOf(scenario, { at, kind: 'kill' }));
    }
  }
  return count;
}

async function operationsOf(scenario: Scenario): Promise<number> {
  const host = await hostBefore(scenario);
  const outcome = await controlOf(host, new MemoryJournal()).carryOut(
    changeOf(scenario),
    await host.observe(),
  );
  return 'plan' in outcome ? outcome.plan.operations.length : 0;
}

async function endingOf(scenario: Scenario, fault: Fault): Promise<Ending> {
  const host = await hostBefore(scenario);
  const before = await host.observe();
  const after = await stateAfter(scenario);
  const journal = new MemoryJournal();
  let die: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  const faulty = new FaultyHost(host, fault, () => {
    die();
    return new Promise<never>(() => undefined);
  });
  await Promise.race([controlOf(faulty, journal).carryOut(changeOf(scenario), before), death]);
  await controlOf(host, journal).recover();
  const ended = await host.observe();
  if (journal.read().entries.length > 0) return 'between';
  return same(ended, before) ? 'old' : same(ended, after) ? 'new' : 'between';
}

async function stateAfter(scenario: Scenario): Promise<HostState> {
  const host = await hostBefore(scenario);
  await controlOf(host, new MemoryJournal()).carryOut(changeOf(scenario), await host.observe());
  return host.observe();
}

async function hostBefore({ contract, previous }: Scenario): Promise<ModelHost> {
  const host = new ModelHost(bareHost);
  const change = { contract, version: 1, digest: 'first', wanted: previous, previous: [] };
  await controlOf(host, new MemoryJournal()).carryOut(change, await host.observe());
  return host;
}

function changeOf({
  contract,
  wanted,
  previous,
}: Scenario): Parameters<ChangeControl['carryOut']>[0] {
  return { contract, version: 2, digest: 'second', wanted, previous };
}

function controlOf(host: HostPort, journal: Journal): ChangeControl {
  return new ChangeControl({
    host,
    journal,
    clock: { now: () => new Date() },
    timers: { after: () => () => undefined },
    onReverted: () => undefined,
  });
}

/** A link that was made anew has another number. */
function same(left: HostState, right: HostState): boolean {
  const text = (state: HostState): string =>
    JSON.stringify({ ...state, links: state.links.map(({ index: _index, ...link }) => link) });
  return text(left) === text(right);
}

const bareHost = [
  {
    type: 'link',
    kind: 'other',
    kernelKind: 'veth',
    name: underlay.link,
    mtu: 1500,
    master: null,
    up: true,
    ipv6: true,
  },
  { type: 'address', link: underlay.link, address: `${underlay.local}/24` },
] as unknown as readonly Resource[];
