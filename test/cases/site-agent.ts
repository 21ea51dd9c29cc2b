import { setTimeout as sleep } from 'node:timers/promises';
import { openHost } from '#apps/agent';
import type { Digest } from '#contract';
import type { WatchedHost } from '#engine';
import type { ContractReport } from '#protocol';
import { HostFixture } from '../../apps/agent/test/host-fixture.js';
import { sampleCharter, sampleSite } from '../support/sample-site.js';
import { bridge, inNewNetns, ip } from '../kernel/netns.js';
import { seenLink, withoutTimers } from './seen.js';

/** Milliseconds that the kernel and a loaded machine are given. */
const patience = 40_000;
const pause = 50;

/** What an agent told of the contract last: its state, and what does not hold. */
export type Told = readonly [state: ContractReport['state'] | undefined, ...unmet: string[]];

/**
 * host-a with its whole agent on the kernel, in a network namespace of its own. The clock and the controller are
 * models: seconds pass when a test lets them. A test's `furnish` makes the interfaces, eth0 with 198.51.100.1/24 is
 * there already.
 */
export class SiteAgent {
  #version = 0;
  #digest: Digest | undefined;
  readonly #since = new Map<string, { readonly content: string; readonly version: number }>();

  private constructor(readonly fixture: HostFixture<WatchedHost>) {}

  /** Runs a test; once its contract is withdrawn, the host must look from outside as it did before. */
  static run(furnish: () => void, test: (agent: SiteAgent) => Promise<void>): () => Promise<void> {
    return () =>
      inNewNetns(async () => {
        makeUnderlay();
        furnish();
        const before = lookOfHost();
        const host = await openHost();
        const fixture = await HostFixture.on<WatchedHost>(host, await siteWithTwoParents());
        try {
          const agent = new SiteAgent(fixture);
          await fixture.goRound();
          await test(agent);
          await agent.offer();
          await agent.comesTo('removed');
          expect(lookOfHost()).toEqual(before);
        } finally {
          host.close();
          fixture.close();
        }
      });
  }

  /** Signs the next version of the contract, and has the host go round once; no workloads: it is withdrawn. */
  async offer(...workloads: readonly { readonly name: string }[]): Promise<void> {
    const { site, controller } = this.fixture;
    const previous = this.#digest;
    this.#version += 1;
    const contract = site.contract({
      version: this.#version,
      ...(previous !== undefined && { previous }),
      workloads: workloads.map((workload) => this.#dated(workload)),
    });
    const envelope = await site.sign(contract);
    this.#digest = envelope.digest;
    controller.offer(envelope);
    await this.fixture.once();
  }

  /** With the version of the contract in which the workload changed last. */
  #dated(workload: { readonly name: string }): object {
    const content = JSON.stringify(workload);
    const known = this.#since.get(workload.name);
    const version = known?.content === content ? known.version : this.#version;
    this.#since.set(workload.name, { content, version });
    return { ...workload, version };
  }

  /** Every report of the contract, the oldest first. */
  get reports(): readonly ContractReport[] {
    return this.fixture.controller.reports.flatMap(({ contracts }) => contracts);
  }

  get told(): Told {
    const last = this.reports.at(-1);
    const unmet = last?.conditions.filter(({ status }) => status === 'False') ?? [];
    return [last?.state, ...unmet.map(({ message }) => message)];
  }

  /** Waits until `ip` shows a link with a flag: 'LOWER_UP', 'NO-CARRIER'. */
  seen(name: string, flag: string): Promise<void> {
    return until(`'${name}' has ${flag}`, () => seenLink(name)?.flags.includes(flag) ?? false);
  }

  gone(name: string): Promise<void> {
    return until(`'${name}' is gone`, () => seenLink(name) === undefined);
  }

  /** Goes round until this is told, with nobody submitting anything; the kernel tells of some things late. */
  async comesTo(...told: Told): Promise<void> {
    const isTold = async (): Promise<boolean> => {
      await this.fixture.once();
      return JSON.stringify(this.told) === JSON.stringify(told);
    };
    await until(`this is told: ${JSON.stringify(told)}`, isTold, () => this.told);
  }
}

async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  instead: () => unknown = () => '',
): Promise<void> {
  const end = performance.now() + patience;
  while (performance.now() < end) {
    if (await isSo()) return;
    await sleep(pause);
  }
  throw new Error(`waited in vain until ${what}; instead: ${JSON.stringify(instead())}`);
}

async function siteWithTwoParents(): ReturnType<typeof sampleSite> {
  const { keys } = await sampleSite();
  const nodes = sampleCharter(keys).nodes.map((node) => ({ ...node, parents: ['eth1', 'eth2'] }));
  return sampleSite({ nodes }, keys);
}

function makeUnderlay(): void {
  makeCable('eth0');
  ip('address', 'add', '198.51.100.1/24', 'dev', 'eth0');
}

/** A cable between an interface of the host and `far-<name>`, whose state is the carrier of the first. */
export function makeCable(name: string): void {
  const far = `far-${name}`;
  const ends = ['address', macOf(name, '01'), 'type', 'veth', 'peer', 'name', far];
  ip('link', 'add', name, ...ends, 'address', macOf(name, '02'));
  for (const end of [name, far]) ip('link', 'set', end, 'addrgenmode', 'none', 'up');
}

/** The same for an interface that is plugged in again: 'eth1' has 02:00:5e:00:01:01. */
function macOf(name: string, end: string): string {
  return `02:00:5e:00:${name.slice(-1).padStart(2, '0')}:${end}`;
}

/** The host as iproute2 sees it; an interface that was pulled out and plugged in again counts as the same. */
function lookOfHost(): unknown {
  const seen = [
    withoutTimers(ip('link', 'show')),
    withoutTimers(ip('address', 'show')),
    ip('-4', 'route', 'show', 'table', 'all'),
    bridge('link', 'show'),
  ];
  return JSON.parse(
    JSON.stringify(seen, (name, value: unknown) =>
      name === 'flags' && Array.isArray(value)
        ? (value as readonly unknown[]).filter((flag) => !flagsOfCables.has(flag))
        : givenElsewhere.has(name)
          ? undefined
          : value,
    ),
  );
}

/**
 * Indexes come from the kernel, and the carrier from cables, on which a test pulls; the kernel tells of it late. It also takes
 * its time to prove that nobody else has an address.
 */
const givenElsewhere = new Set(['ifindex', 'link_index', 'operstate', 'tentative']);
const flagsOfCables: ReadonlySet<unknown> = new Set(['LOWER_UP', 'NO-CARRIER', 'M-DOWN']);
