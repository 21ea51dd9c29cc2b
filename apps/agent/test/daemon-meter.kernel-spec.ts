import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExportedInterface } from '#flow';
import { inNewNetns, ip } from '../../../test/kernel/netns.js';
import { openDaemonMeter } from '../src/daemon-meter.js';
import type { FlowDaemonKind } from '../src/flow-daemons.js';

const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
const port = 29_994;
const programs = { pmacctd: '/usr/sbin/pmacctd', softflowd: '/usr/sbin/softflowd' } as const;
/** softflowd sees packets only when a block of its ring is full: it gets many. */
const packets = { pmacctd: 2_000, softflowd: 60_000 } as const;

const metered: readonly ExportedInterface[] = [
  {
    facts: { number: 7, name: 'left', description: '', contract: '01JD0000000000000000000000' },
    targets: [
      {
        collector: `127.0.0.1:${port}`,
        protocol: 'netflow9',
        templateRefresh: 60_000,
        active: 60_000,
        idle: 1_000,
      },
    ],
  },
];

async function until(isSo: () => boolean): Promise<void> {
  for (let waits = 0; waits < 600; waits += 1) {
    if (isSo()) return;
    await sleep(100);
  }
  throw new Error('what was waited for did not come');
}

/** What nfdump finds in what nfcapd has written: packets by the number of the interface. */
function packetsOf(captured: string, inInterface: number): number {
  const args = ['-R', captured, '-q', '-A', 'inif', '-o', 'fmt:%in %pkt', '-N'];
  const text = execFileSync('nfdump', args, { env: environment, encoding: 'utf8' });
  const line = text.split('\n').map((one) => one.trim().split(/\s+/));
  return Number(line.find(([number]) => number === String(inInterface))?.[1] ?? 0);
}

interface Scene {
  /** Where daemons have their files. */
  readonly directory: string;
  readonly send: (count: number) => void;
  /** Ends the collector; packets that it was told of as of interface 7. */
  readonly told: () => Promise<number>;
}

/** Runs where an interface `left` has its other end `right`, and a collector listens. */
async function onWire(test: (scene: Scene) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-daemons-'));
  const captured = join(directory, 'captured');
  mkdirSync(captured);
  await inNewNetns(async () => {
    ip('link', 'set', 'lo', 'up');
    ip('link', 'add', 'left', 'type', 'veth', 'peer', 'name', 'right');
    for (const name of ['left', 'right']) {
      ip('link', 'set', name, 'addrgenmode', 'none');
      ip('link', 'set', name, 'up');
    }
    const where = ['-w', captured, '-b', '127.0.0.1', '-p', String(port), '-t', '86400'];
    const collector = spawn('nfcapd', where, { env: environment, stdio: 'ignore' });
    const ended = once(collector, 'exit');
    const send = (count: number): void => {
      const program = 'apps/bench/src/flow/traffic.ts';
      execFileSync(process.execPath, [program, 'right', String(count), '30000', '10', 'udp']);
    };
    const told = async (): Promise<number> => {
      collector.kill('SIGTERM');
      await ended;
      return packetsOf(captured, 7);
    };
    try {
      await test({ directory: join(directory, 'daemons'), send, told });
    } finally {
      collector.kill('SIGKILL');
    }
  });
  rmSync(directory, { recursive: true });
}

/** Whether somebody captures on an interface: proc(5) has a line for each socket of AF_PACKET. */
function captures(): number {
  return readFileSync('/proc/thread-self/net/packet', 'latin1').trim().split('\n').length - 1;
}

/** Datagrams that somebody of this network namespace has got: here the collector. */
function datagrams(): number {
  const text = readFileSync('/proc/thread-self/net/snmp', 'latin1');
  return Number(/^Udp: (\d+)/m.exec(text)?.[1]);
}

/** Numbers of the processes that were started for the daemons in a directory. */
function pidsIn(directory: string): readonly number[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.pid'))
    .map((name) => Number.parseInt(readFileSync(join(directory, name), 'latin1'), 10));
}

const open = (kind: FlowDaemonKind, directory: string): ReturnType<typeof openDaemonMeter> =>
  openDaemonMeter({ kind, program: programs[kind], directory, log: () => undefined });

describe.each(['pmacctd', 'softflowd'] as const)('a host that meters by %s', (kind) => {
  const test = existsSync(programs[kind]) ? it : it.skip;

  test('has the flows of an interface told to the collector, with the number of the interface', async () => {
    await onWire(async ({ directory, send, told }) => {
      const meter = await open(kind, directory);
      meter.exporter.configure(metered);
      await until(() => captures() > 0);
      send(packets[kind]);
      // Told as soon as flows have fallen silent, and the rest when the daemon ends.
      await until(() => datagrams() > 0);
      await meter.close();
      const count = await told();
      expect(count).toBeGreaterThan(packets[kind] * 0.9);
      expect(count).toBeLessThanOrEqual(packets[kind]);
      expect(captures()).toBe(0);
    });
  });

  test('starts it again when it has ended, and ends it when its interface is metered no longer', async () => {
    await onWire(async ({ directory }) => {
      const meter = await open(kind, directory);
      meter.exporter.configure(metered);
      await until(() => captures() > 0);
      const [first = 0] = pidsIn(directory);
      process.kill(first, 'SIGKILL');
      await until(() => pidsIn(directory).some((pid) => pid !== first) && captures() > 0);
      meter.exporter.configure([]);
      await until(() => captures() === 0 && pidsIn(directory).length === 0);
      await meter.close();
    });
  });

  test('ends what an agent that was killed has left running', async () => {
    await onWire(async ({ directory }) => {
      const killed = await open(kind, directory);
      killed.exporter.configure(metered);
      await until(() => captures() > 0);
      const left = pidsIn(directory);
      const next = await open(kind, directory);
      expect(pidsIn(directory)).toEqual([]);
      expect(left.filter((pid) => existsSync(`/proc/${pid}/exe`))).toEqual([]);
      await Promise.all([killed.close(), next.close()]);
    });
  });
});
