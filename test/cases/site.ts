import { builtInDrivers } from '#catalog';
import type { Charter, Contract, NodeId, Problem } from '#contract';
import {
  compileContract,
  createRegistry,
  readContract,
  type Operation,
  type WantedResource,
} from '#drivers';
import { carryOut, foreignOn, type Change, type ChangeOutcome } from '#engine';
import { KernelHost } from '#netlink';
import { withoutTimers } from './seen.js';
import { bridge, inNewNetns, ip } from '../kernel/netns.js';

const contractId = '01J9Z3NDEKTSV4RRFFQ69G5FAV';
const node = 'host-a' as NodeId;
const registry = createRegistry(builtInDrivers);

/** What a test writes of a workload; `version` is 1. */
export interface Workload {
  readonly name: string;
  readonly type: string;
  readonly data: object;
}

/** What became of a submitted version. */
export interface Submitted {
  readonly state: ChangeOutcome['state'];
  /** Of the plan: 'recreate link vl-office (vlan.id)'. */
  readonly lines: readonly string[];
  readonly operations: readonly Operation[];
  /** What others have put on the contract's links: 'port tap0'. */
  readonly foreign: readonly string[];
  /** 'vlan-id-reserved /workloads/0/data/id'. */
  readonly problems: readonly string[];
}

/** Addresses that the charter lists for the underlay eth1 of each host; a host has them when its test gives them. */
const underlayAddresses = {
  'host-a': ['198.51.100.1', '198.51.100.9', '2001:db8::1'],
  'host-b': ['198.51.100.2', '2001:db8::2'],
  'host-c': ['198.51.100.3', '2001:db8::3'],
} as const;
type HostName = keyof typeof underlayAddresses;
const hosts: readonly HostName[] = ['host-a', 'host-b', 'host-c'];

/**
 * One host, host-a, and one contract on the kernel, in a network namespace of its own. The host has the granted
 * interfaces eth1 and eth2, up, without addresses; the contract may also name host-b and host-c.
 */
export class Site {
  #previous: readonly WantedResource[] = [];

  private constructor(
    private readonly host: KernelHost,
    private readonly charter: Charter,
  ) {}

  /**
   * Runs a test. Whatever it submitted and left is withdrawn at the end, after which the host must look from outside as
   * it did before.
   */
  static run(
    test: (site: Site) => Promise<void>,
    prepare: () => void = () => undefined,
    parents: readonly string[] = ['eth1', 'eth2'],
  ): () => Promise<void> {
    return () =>
      inNewNetns(async () => {
        furnish();
        prepare();
        const charter = {
          nodes: hosts.map((id) => charterNode(id, parents)),
        } as unknown as Charter;
        const host = await KernelHost.open();
        try {
          const site = new Site(host, charter);
          const before = lookOfHost();
          await test(site);
          await site.submit();
          expect(lookOfHost()).toEqual(before);
        } finally {
          host.close();
        }
      });
  }

  /** The next version of the contract; no workloads: it is withdrawn. Submitting it once more writes nothing. */
  async submit(...workloads: readonly Workload[]): Promise<Submitted> {
    const wanted = this.compile(workloads);
    if ('problems' in wanted) return refusal(wanted.problems);
    const change = { contract: contractId, wanted, previous: this.#previous };
    const outcome = await carryOut(this.host, change, await this.host.observe());
    if (outcome.state === 'refused') return refusal(outcome.problems);
    if (outcome.state === 'applied') {
      this.#previous = wanted;
      await this.expectSettled(change);
    }
    const { operations } = outcome.plan;
    const failures = 'failures' in outcome ? outcome.failures.map(({ detail }) => detail) : [];
    return {
      state: outcome.state,
      operations,
      foreign: foreignOn(outcome.plan, outcome.observed).map(({ identity }) => identity),
      lines: operations.map(lineOf),
      problems: failures,
    };
  }

  /** Messages and switches with which the kernel was asked to change something since the start. */
  get writes(): number {
    return this.host.writes;
  }

  private async expectSettled(change: Change): Promise<void> {
    const { writes } = this.host;
    const again = await carryOut(this.host, change, await this.host.observe());
    expect(again.state).toBe('unchanged');
    expect(this.host.writes).toBe(writes);
  }

  private compile(
    workloads: readonly Workload[],
  ): readonly WantedResource[] | { readonly problems: readonly Problem[] } {
    const contract = {
      contractId,
      version: 1,
      audience: { nodes: hosts },
      workloads: workloads.map((workload) => ({ version: 1, ...workload })),
    } as unknown as Contract;
    const understood = readContract(registry, contract);
    if (!understood.ok) return understood;
    const compiled = compileContract(understood.value, this.charter, node);
    return compiled.ok ? compiled.value : compiled;
  }
}

function refusal(problems: readonly Problem[]): Submitted {
  return {
    state: 'refused',
    lines: [],
    operations: [],
    foreign: [],
    problems: problems.map(({ code, path }) => `${code} ${path}`),
  };
}

function lineOf({ action, identity, fields }: Operation): string {
  return [action, identity, ...(fields.length > 0 ? [`(${fields.join(', ')})`] : [])].join(' ');
}

function charterNode(id: HostName, parents: readonly string[]): object {
  const lo = { link: 'lo', addresses: ['203.0.113.1'] };
  return { id, underlays: [{ link: 'eth1', addresses: underlayAddresses[id] }, lo], parents };
}

/** Cables stand in where the kernel has no dummy interfaces. */
function furnish(): void {
  for (const [name, mac] of [
    ['eth1', '02:00:5e:00:53:01'],
    ['eth2', '02:00:5e:00:53:02'],
  ] as const) {
    if (!makesDummies()) makeCable(name, mac);
    else ip('link', 'add', name, 'address', mac, 'type', 'dummy');
    // In one message the kernel brings it up first, and makes an address that it would not make again.
    ip('link', 'set', name, 'addrgenmode', 'none');
    ip('link', 'set', name, 'up');
  }
}

function makeCable(name: string, mac: string): void {
  const far = `far-${name}`;
  ip('link', 'add', name, 'address', mac, 'type', 'veth', 'peer', 'name', far);
  ip('link', 'set', far, 'addrgenmode', 'none', 'up');
}

function makesDummies(): boolean {
  return knows('dummy interfaces', () => {
    ip('link', 'add', 'probe', 'type', 'dummy');
    ip('link', 'delete', 'probe');
  });
}

function lookAtVlans(): readonly unknown[] {
  return bridge('vlan', 'show');
}

const known = new Map<string, boolean>();

/** Whether the kernel carries out what it may not have been built for; found out once. */
function knows(feature: string, attempt: () => void): boolean {
  const answer = known.get(feature) ?? succeeds(attempt);
  known.set(feature, answer);
  return answer;
}

function succeeds(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** The host as iproute2 sees it. */
function lookOfHost(): readonly unknown[] {
  return [
    withoutTimers(ip('link', 'show')),
    withoutTimers(ip('address', 'show')),
    ip('-4', 'route', 'show', 'table', 'all'),
    sorted(ip('-6', 'route', 'show', 'table', 'all')),
    sorted(bridge('fdb', 'show')),
    ...(knows('VLANs on bridges', lookAtVlans) ? lookAtVlans() : []),
  ];
}

/** What the kernel keeps in the order in which it came: groups of a link, IPv6 routes of one destination. */
function sorted(entries: readonly unknown[]): readonly unknown[] {
  return entries.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}
