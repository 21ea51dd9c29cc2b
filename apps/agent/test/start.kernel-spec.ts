import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { KernelHost } from '#netlink';
import { inNewNetns, ip } from '../../../test/kernel/netns.js';
import { HostFixture } from './host-fixture.js';

const pairs = 10;

/** Bridges with an address each, and segments that are their ports. */
function fullNetwork(): readonly object[] {
  return Array.from({ length: pairs }, (_, index) => [
    {
      name: `lan-${index}`,
      type: 'bridge',
      version: 1,
      data: {
        members: [{ node: 'host-a', name: `br${index}`, addresses: [`203.0.113.${index}/32`] }],
      },
    },
    {
      name: `segment-${index}`,
      type: 'vxlan',
      version: 1,
      data: {
        vni: 100 + index,
        attach: `lan-${index}`,
        members: ['host-a', 'host-b'].map((node) => ({
          node,
          underlay: 'eth0',
          name: `vx${index}`,
        })),
      },
    },
  ]).flat();
}

/** An agent on a host of its own that has brought the network about. */
function onFullHost(test: (agent: HostFixture<KernelHost>) => Promise<void>): () => Promise<void> {
  return () =>
    inNewNetns(async () => {
      ip('link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'far0');
      for (const link of ['eth0', 'far0']) ip('link', 'set', link, 'addrgenmode', 'none', 'up');
      ip('address', 'add', '198.51.100.1/24', 'dev', 'eth0');
      const host = await KernelHost.open();
      const agent = await HostFixture.on(host);
      try {
        const { site, controller } = agent;
        controller.offer(await site.sign(site.contract({ workloads: fullNetwork() })));
        await agent.goRound();
        expect(lastContract(agent)).toMatchObject({ state: 'applied' });
        await test(agent);
      } finally {
        agent.close();
        host.close();
      }
    });
}

const lastContract = ({ controller }: HostFixture<KernelHost>): object | undefined =>
  controller.reports.at(-1)?.contracts[0];

/** What the kernel tells of changes while something is done; ends with a change of ours, which it must tell too. */
async function told(work: () => Promise<void>): Promise<string> {
  const monitor = spawn('ip', ['-o', 'monitor', 'link', 'address', 'route'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  monitor.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await sleep(300);
  await work();
  await sleep(100);
  ip('link', 'set', 'far0', 'mtu', '1499');
  for (let round = 0; round < 100 && !output.includes('mtu 1499'); round += 1) await sleep(20);
  expect(output).toContain('mtu 1499');
  const exit = once(monitor, 'exit');
  monitor.kill();
  await exit;
  return output
    .split('\n')
    .filter((line) => line !== '' && !line.includes('far0'))
    .join('\n');
}

function loseStateOf({ directory }: HostFixture<KernelHost>): void {
  rmSync(directory, { recursive: true });
  mkdirSync(directory);
}

describe('an agent that starts on a host full of its interfaces', () => {
  it(
    'writes nothing, and the kernel tells of nothing',
    onFullHost(async (agent) => {
      const before = agent.host.writes;

      expect(await told(() => agent.goRound(2))).toBe('');

      expect(agent.host.writes - before).toBe(0);
      expect(lastContract(agent)).toMatchObject({ state: 'applied', writes: 0 });
    }),
  );

  it(
    'writes nothing with its state directory lost: it knows its interfaces by the kernel alone',
    onFullHost(async (agent) => {
      const before = agent.host.writes;
      loseStateOf(agent);

      expect(await told(() => agent.goRound(2))).toBe('');

      expect(agent.host.writes - before).toBe(0);
      expect(lastContract(agent)).toMatchObject({
        state: 'applied',
        conditions: [{ reason: 'SignaturesVerified' }, { reason: 'InSync' }],
      });
    }),
  );

  it(
    'leaves them as they are with its state directory lost and its controller away',
    onFullHost(async (agent) => {
      const before = agent.host.writes;
      loseStateOf(agent);
      agent.controller.gone = true;

      expect(await told(() => agent.goRound(2))).toBe('');

      expect(agent.host.writes - before).toBe(0);
      expect(await agent.links()).toHaveLength(2 * pairs + 3);
    }),
  );
});
