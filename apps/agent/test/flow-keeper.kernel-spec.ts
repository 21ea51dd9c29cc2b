import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInDrivers } from '#catalog';
import type { Charter, Contract, NodeId } from '#contract';
import { compileContract, createRegistry, readContract, type WantedResource } from '#drivers';
import { carryOut } from '#engine';
import { FlowError } from '#flow';
import { KernelHost, type BeforeUp } from '#netlink';
import { inNewNetns, ip } from '../../../test/kernel/netns.js';
import { openDaemonMeter } from '../src/daemon-meter.js';
import { FlowKeeper, type FlowKeeperOptions } from '../src/flow-keeper.js';
import { openHostMeter, type HostMeterOptions } from '../src/host-meter.js';
import { InterfaceNumbers } from '../src/interface-numbers.js';

const contractId = '01J9Z3NDEKTSV4RRFFQ69G5FAV';
const contract = {
  contractId,
  version: 1,
  title: 'metered',
  audience: { nodes: ['host-a'] },
  flow: { export: [{ collector: '127.0.0.1:4739' }] },
  workloads: [
    {
      name: 'lan',
      type: 'bridge',
      version: 1,
      data: { members: [{ node: 'host-a', name: 'br-lan' }] },
    },
  ],
} as unknown as Contract;

function wanted(): readonly WantedResource[] {
  const understood = readContract(createRegistry(builtInDrivers), contract);
  const charter = { nodes: [{ id: 'host-a', underlays: [], parents: [] }] } as unknown as Charter;
  const compiled = understood.ok
    ? compileContract(understood.value, charter, 'host-a' as NodeId)
    : understood;
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

function programs(direction: 'ingress' | 'egress'): string {
  const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
  return execFileSync('tc', ['filter', 'show', 'dev', 'br-lan', direction], {
    env: environment,
    encoding: 'utf8',
  });
}

async function inState<Result>(test: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-keeper-'));
  try {
    return await test(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function keeperIn(
  directory: string,
  options: Pick<FlowKeeperOptions, 'open' | 'fallback' | 'contracts'>,
): FlowKeeper {
  return new FlowKeeper({
    ...options,
    numbers: new InterfaceNumbers(join(directory, 'numbers.json')),
    log: () => undefined,
    interval: 20,
    onReading: () => Promise.resolve(),
  });
}

/** How a host describes what it will tell of flows. */
async function firstMessages(options: HostMeterOptions): Promise<Buffer> {
  return inNewNetns(async () => {
    ip('link', 'set', 'lo', 'up');
    const collector = createSocket('udp4');
    collector.bind(0, '127.0.0.1');
    await once(collector, 'listening');
    const told: Buffer[] = [];
    collector.on('message', (message) => told.push(message));
    const host = await openHostMeter(options);
    try {
      const facts = { number: 1, name: 'br-lan', description: '', contract: contractId };
      const target = {
        collector: `127.0.0.1:${collector.address().port}`,
        protocol: 'ipfix' as const,
        ...{ templateRefresh: 60_000, active: 60_000, idle: 15_000 },
      };
      host.exporter.configure([{ facts, targets: [target] }]);
      await host.exporter.send();
      while (told.length < 1) await once(collector, 'message');
      return Buffer.concat(told);
    } finally {
      await host.close();
      collector.close();
    }
  });
}

/** See `meter.kernel-spec.ts`. */
const mayLoad = /^\s*0\s+0\s+4294967295/.test(readFileSync('/proc/self/uid_map', 'latin1'));

(mayLoad ? describe : describe.skip)('the meter of a host', () => {
  it.each([[32_473], [undefined]])(
    'tells of elements of our own under enterprise number %s only',
    async (enterprise) => {
      await inState(async (directory) => {
        const told = await firstMessages({
          host: 'kernel-spec-of-enterprise',
          stateDir: directory,
          root: join(directory, 'bpf'),
          ...(enterprise !== undefined && { enterprise }),
        });
        const number = Buffer.from([0x00, 0x00, 0x7e, 0xd9]);
        expect(told.length).toBeGreaterThan(100);
        expect(told.includes(number)).toBe(enterprise !== undefined);
        execFileSync('umount', [join(directory, 'bpf')], {
          env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
        });
      });
    },
  );
});

(mayLoad ? describe : describe.skip)('the keeper of flows', () => {
  it('meters a link of a contract before it comes up, and until the contract wants that no longer', async () => {
    await inState(async (directory) => {
      const root = join(directory, 'bpf');
      let contracts: readonly Contract[] = [contract];
      const stop = new AbortController();
      const keeper = keeperIn(directory, {
        open: () => openHostMeter({ host: 'kernel-spec-of-keeper', stateDir: directory, root }),
        contracts: () => contracts,
      });
      await inNewNetns(async () => {
        const seenBefore: unknown[] = [];
        const beforeUp: BeforeUp = async (links) => {
          await keeper.beforeUp(links);
          const [link] = ip('link', 'show', 'br-lan') as readonly [{ flags: readonly string[] }];
          seenBefore.push(link.flags.includes('UP'), programs('ingress'));
        };
        const host = await KernelHost.open(new Map(), beforeUp);
        try {
          const change = { contract: contractId, wanted: wanted(), previous: [] };
          const { state } = await carryOut(host, change, await host.observe());
          expect(state).toBe('applied');
          expect(seenBefore).toEqual([false, expect.stringContaining('hercules_meter_in')]);
          expect(programs('egress')).toContain('hercules_meter_out');

          contracts = [];
          const running = keeper.run(stop.signal);
          keeper.see({ state: await host.observe() });
          await keeper.beforeUp([]);
          expect(programs('ingress')).not.toContain('hercules');
          stop.abort();
          await running;
        } finally {
          stop.abort();
          host.close();
        }
      });
      execFileSync('umount', [root], { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
    });
  });
});

describe('a contract that wants flows', () => {
  const none = (): Promise<never> => Promise.reject(new FlowError('unavailable', 'no bpf'));

  it('is refused by a host that has no meter', async () => {
    await inState(async (directory) => {
      const keeper = keeperIn(directory, { open: none, contracts: () => [contract] });
      expect(await keeper.problemsOf(contract)).toMatchObject([
        {
          code: 'capability-missing',
          path: '/flow/export/0',
          detail: expect.stringContaining('no bpf'),
        },
      ]);
    });
  });

  it('is taken by a host that has another meter, as far as that one can tell flows', async () => {
    await inState(async (directory) => {
      const softflowd = await openDaemonMeter({
        kind: 'softflowd',
        program: '/nowhere/softflowd',
        directory: join(directory, 'daemons'),
        log: () => undefined,
      });
      const options = { open: none, fallback: () => Promise.resolve(softflowd) };
      const keeper = keeperIn(directory, { ...options, contracts: () => [contract] });
      const collector = '127.0.0.1:2055';
      const older = {
        ...contract,
        flow: { export: [{ collector, protocol: 'netflow9' as const }] },
      };
      expect(await keeper.problemsOf(older)).toEqual([]);
      expect(await keeper.problemsOf(contract)).toHaveLength(1);
    });
  });

  it('is not, where it says that counters will do', async () => {
    await inState(async (directory) => {
      const modest = { ...contract, flow: { export: [], fallback: 'counters' as const } };
      const keeper = keeperIn(directory, { open: none, contracts: () => [modest] });
      expect(await keeper.problemsOf(modest)).toEqual([]);
    });
  });
});
