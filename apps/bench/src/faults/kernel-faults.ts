import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { freshHost } from '../bench-host.js';
import { counted, noFaults, type Ending, type FaultCount } from './fault-count.js';
import { scenarios } from './scenarios.js';

const pairs = 4;

/** Errors and kills at a spread of at least so many points of every scenario, on the real kernel. */
export async function faultsOnKernel(
  points: number,
  tell: (text: string) => void,
): Promise<FaultCount> {
  let count = noFaults;
  const each = Math.ceil(points / scenarios(pairs).length / 2);
  for (const { name } of scenarios(pairs)) {
    const { operations, before, after } = await reference(name);
    for (const at of spread(operations, each)) {
      for (const kind of ['error', 'kill'] as const) {
        const ending = await endingOf({ name, at, kind }, before, after);
        count = counted(count, ending);
        tell(`${name}, ${kind} at operation ${at} of ${operations}: ${ending}`);
      }
    }
  }
  return count;
}

/** The scenario without a fault: how the host looks before and after it. */
async function reference(
  name: string,
): Promise<{ operations: number; before: string; after: string }> {
  return inDirectory(async (directory) => {
    const host = await freshHost();
    await child(host, ['prepare', directory, name, String(pairs)]);
    const before = await view(host);
    const { operations } = JSON.parse(
      await child(host, ['change', directory, name, String(pairs)]),
    ) as {
      operations: number;
    };
    const after = await view(host);
    await dispose(host);
    return { operations, before, after };
  });
}

async function endingOf(
  { name, at, kind }: { name: string; at: number; kind: 'error' | 'kill' },
  before: string,
  after: string,
): Promise<Ending> {
  return inDirectory(async (directory) => {
    const host = await freshHost();
    await child(host, ['prepare', directory, name, String(pairs)]);
    await child(host, ['change', directory, name, String(pairs), String(at), kind], {
      reject: false,
    });
    await child(host, ['recover', directory, name, String(pairs)]);
    const ended = await view(host);
    await dispose(host);
    return ended === before ? 'old' : ended === after ? 'new' : 'between';
  });
}

async function child(
  host: string,
  args: readonly string[],
  options: { reject: boolean } = { reject: true },
): Promise<string> {
  const program = fileURLToPath(import.meta.resolve('./kernel-child.js'));
  const { stdout } = await execa(
    'ip',
    ['netns', 'exec', host, process.execPath, program, ...args],
    options,
  );
  return stdout;
}

/** The host as `ip` and `bridge` tell it, without numbers and addresses that the kernel chooses anew for new links. */
async function view(host: string): Promise<string> {
  const chosen = new Set([
    'ifindex',
    'link_index',
    'address',
    'bridge_id',
    'root_id',
    'promiscuity',
    'allmulti',
    'id',
    'no',
  ]);
  const clean = (key: string, value: unknown): unknown =>
    key.endsWith('_timer') ||
    key.startsWith('designated') ||
    (chosen.has(key) && typeof value !== 'number') ||
    key === 'ifindex'
      ? undefined
      : value;
  const parts = await Promise.all(
    [
      ['ip', '-n', host, '-j', '-d', 'link'],
      ['ip', '-n', host, '-j', '-4', 'addr'],
      ['ip', '-n', host, '-j', '-4', 'route', 'show', 'table', 'all'],
      ['bridge', '-n', host, '-j', 'fdb', 'show', 'state', 'permanent'],
    ].map(async ([program = '', ...args]) => {
      const { stdout } = await execa(program, args);
      const list = JSON.parse(stdout || '[]', clean) as readonly object[];
      return list
        .filter((entry) => !('mac' in entry) || JSON.stringify(entry).includes('"dst"'))
        .map((entry) => JSON.stringify(entry))
        .sort();
    }),
  );
  return JSON.stringify(parts);
}

function spread(operations: number, points: number): readonly number[] {
  const count = Math.min(points, operations);
  return Array.from(
    { length: count },
    (_, index) => 1 + Math.floor((index * (operations - 1)) / Math.max(1, count - 1)),
  );
}

async function dispose(host: string): Promise<void> {
  await execa('ip', ['netns', 'del', host]);
}

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'hercules-faults-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
