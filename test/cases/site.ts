import { builtInDrivers } from '#catalog';
import type { Charter, Contract, NodeId, Problem } from '#contract';
import {
  compileContract,
  createRegistry,
  readContract,
  type Operation,
  type WantedResource,
} from '#drivers';
import { carryOut, type Change, type ChangeOutcome } from '#engine';
import { KernelHost } from '#netlink';
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
  /** 'vlan-id-reserved /workloads/0/data/id'. */
  readonly problems: readonly string[];
}

/**
 * One host and one contract for it on the kernel, in a network namespace of its own. The host has the granted
 * interfaces eth1 and eth2, up, without addresses.
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
        const charter = { nodes: [{ id: node, underlays: [], parents }] } as unknown as Charter;
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
      audience: { nodes: [node] },
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
    problems: problems.map(({ code, path }) => `${code} ${path}`),
  };
}

function lineOf({ action, identity, fields }: Operation): string {
  return [action, identity, ...(fields.length > 0 ? [`(${fields.join(', ')})`] : [])].join(' ');
}

function furnish(): void {
  for (const [name, mac] of [
    ['eth1', '02:00:5e:00:53:01'],
    ['eth2', '02:00:5e:00:53:02'],
  ] as const) {
    ip('link', 'add', name, 'address', mac, 'type', 'dummy');
    ip('link', 'set', name, 'addrgenmode', 'none', 'up');
  }
}

/** The host as iproute2 sees it. */
function lookOfHost(): readonly unknown[] {
  return [
    ip('link', 'show'),
    ip('address', 'show'),
    ip('-4', 'route', 'show', 'table', 'all'),
    ip('-6', 'route', 'show', 'table', 'all'),
    bridge('fdb', 'show'),
    bridge('vlan', 'show'),
  ];
}
