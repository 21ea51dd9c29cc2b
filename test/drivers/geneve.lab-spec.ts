import { execFileSync } from 'node:child_process';
import { loadCatalogue } from '#catalog';
import type { Charter, Contract, NodeId } from '#contract';
import {
  compileContract,
  createRegistry,
  readContract,
  type KindTables,
  type WantedResource,
} from '#drivers';
import { carryOut } from '#engine';
import { KernelHost } from '#netlink';
import { inNewNetns, ip, withNetns, type Netns } from '../kernel/netns.js';
import content from '../../examples/driver-geneve/src/index.js';

const kinds: KindTables = new Map(content.linkKinds.map((kind) => [kind.kernelKind, kind]));
const contractId = '01J9Z3NDEKTSV4RRFFQ69G5FAV';

const charter = {
  nodes: [1, 2].map((number) => ({
    id: `host-${number}`,
    underlays: [
      { link: 'eth0', addresses: [`198.51.100.${number}`, `2001:db8::${number}`], mtu: 1500 },
    ],
    parents: [],
  })),
} as unknown as Charter;

/** A bridge with an address on both hosts, and a tunnel between the bridges. */
async function wantedOn(node: string, options: object): Promise<readonly WantedResource[]> {
  const { drivers } = await loadCatalogue();
  const registry = createRegistry([...drivers, ...content.drivers]);
  const members = [1, 2].map((number) => ({
    node: `host-${number}`,
    name: 'gn0',
    underlay: 'eth0',
  }));
  const contract = {
    contractId,
    version: 1,
    audience: { nodes: ['host-1', 'host-2'] },
    workloads: [
      {
        name: 'lan',
        type: 'bridge',
        version: 1,
        data: {
          members: [1, 2].map((number) => ({
            node: `host-${number}`,
            name: 'br0',
            addresses: [`192.0.2.${number}/24`],
          })),
        },
      },
      {
        name: 'tunnel',
        type: 'geneve',
        version: 1,
        data: { vni: 7, attach: 'lan', members, ...options },
      },
    ],
  } as unknown as Contract;
  const understood = readContract(registry, contract);
  if (!understood.ok) throw new Error(JSON.stringify(understood.problems));
  const compiled = compileContract(understood.value, charter, node as NodeId);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

/** One version of the contract after another on the host of the current namespace. */
class Host {
  #previous: readonly WantedResource[] = [];

  constructor(
    private readonly name: string,
    private readonly kernel: KernelHost,
  ) {}

  async submit(options: object): Promise<readonly string[]> {
    const wanted = await wantedOn(this.name, options);
    return this.#change(wanted);
  }

  withdraw(): Promise<readonly string[]> {
    return this.#change([]);
  }

  async #change(wanted: readonly WantedResource[]): Promise<readonly string[]> {
    const change = { contract: contractId, wanted, previous: this.#previous };
    const outcome = await carryOut(this.kernel, change, await this.kernel.observe());
    if (outcome.state !== 'applied') throw new Error(JSON.stringify(outcome));
    this.#previous = wanted;
    const again = await carryOut(this.kernel, change, await this.kernel.observe());
    expect(again.state).toBe('unchanged');
    return outcome.plan.operations.map(({ action, identity, fields }) =>
      `${action} ${identity} ${fields.join(' ')}`.trim(),
    );
  }
}

/** host-1, whose eth0 leads to a second host that is set up by hand. */
function onHost(test: (host: Host, far: Netns) => Promise<void>): () => Promise<void> {
  return () =>
    inNewNetns(() =>
      withNetns(async (far) => {
        const peer = ['peer', 'name', 'eth0', 'netns', far.path];
        ip('link', 'add', 'eth0', 'type', 'veth', ...peer);
        equip(1);
        far.enter(() => {
          equip(2);
        });
        const kernel = await KernelHost.open(kinds);
        try {
          await test(new Host('host-1', kernel), far);
        } finally {
          kernel.close();
        }
      }),
    );
}

function equip(number: number): void {
  for (const link of ['lo', 'eth0']) ip('link', 'set', link, 'up');
  ip('address', 'add', `198.51.100.${number}/24`, 'dev', 'eth0');
  ip('address', 'add', `2001:db8::${number}/64`, 'dev', 'eth0', 'nodad');
}

function ping(...args: readonly string[]): string {
  return execFileSync('ping', ['-c', '2', '-i', '0.2', '-W', '2', ...args], { encoding: 'utf8' });
}

const kindOf = (link: string): unknown => ip('link', 'show', link)[0];

describe('a GENEVE tunnel on the kernel', () => {
  it.each([
    ['ipv4', '198.51.100.1', 1450],
    ['ipv6', '2001:db8::1', 1430],
  ])('reaches a tunnel of iproute2 over %s with packets that just fit', (family, remote, largest) =>
    onHost(async (host, far) => {
      await host.submit({ family });
      far.enter(() => {
        ip('link', 'add', 'gn0', 'type', 'geneve', 'id', '7', 'remote', remote);
        ip('link', 'set', 'gn0', 'mtu', String(largest), 'up');
        ip('address', 'add', '192.0.2.2/24', 'dev', 'gn0');
      });

      expect(kindOf('gn0')).toMatchObject({
        mtu: largest,
        master: 'br0',
        linkinfo: { info_kind: 'geneve', info_data: { id: 7, port: 6081 } },
      });
      expect(ping('-M', 'do', '-s', String(largest - 28), '192.0.2.2')).toContain(
        ' 0% packet loss',
      );
      await host.withdraw();
      expect(ip('link', 'show')).toHaveLength(2);
    })(),
  );

  it(
    'is changed in place or made anew as its table says, and repaired when somebody else changes it',
    onHost(async (host) => {
      await host.submit({});
      expect(await host.submit({ ttl: 9, df: 'set' })).toEqual([
        'change link gn0 generic.df generic.ttl',
      ]);
      expect(kindOf('gn0')).toMatchObject({ linkinfo: { info_data: { ttl: 9, df: 'set' } } });
      ip('link', 'set', 'gn0', 'type', 'geneve', 'id', '7', 'remote', '198.51.100.2', 'ttl', '33');
      expect(await host.submit({ ttl: 9, df: 'set' })).toEqual(['change link gn0 generic.ttl']);
      expect(await host.submit({ ttl: 9, df: 'set', vni: 8 })).toEqual([
        'recreate link gn0 fixed.vni',
      ]);
      expect(await host.submit({ vni: 8, family: 'ipv6', mtu: 1400 })).toEqual([
        'recreate link gn0 fixed.remoteFamily generic.df generic.remote generic.ttl mtu',
      ]);
      await host.withdraw();
    }),
  );
});
