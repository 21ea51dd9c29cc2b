import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CharonHost, CharonProcess, hostSecrets } from '#charon';
import { generateSigningKey } from '#contract';
import type { IpsecResource, Operation } from '#drivers';
import type { Bench, BenchOptions } from '../bench-options.js';
import { median, ratioRow, valueRow, type Row } from '../row.js';
import { benchTunnels, creationOf, lifetimeChange, swanctlFile } from './bench-tunnels.js';
import { establishedRows } from './established-rows.js';

const identity = generateSigningKey();
/** Changes of one each, in each daemon. */
const changesEach = 20;

const groups = [
  { rows: ['ipsec-load', 'ipsec-change-one', 'ipsec-last-add-to-first'], measure: loadedRows },
  {
    rows: ['ipsec-establish', 'ipsec-others-touched', 'ipsec-list', 'ipsec-repair'],
    measure: (options: BenchOptions) => establishedRows(identity, options),
  },
] as const;

/** `only` picks a group of rows that are measured together. */
export const ipsecBench: Bench<Row> = async (options) => {
  const rows: Row[] = [];
  for (const group of groups) {
    const isWanted = group.rows.some((name) => name.includes(options.only));
    if (isWanted) rows.push(...(await group.measure(options)));
  }
  return rows;
};

/** Connections with a shared secret each, in a daemon of their own that begins nothing. */
async function loadedRows({ pairs = 5, scale, tell }: BenchOptions): Promise<readonly Row[]> {
  const count = Math.max(20, Math.round(1_000 * scale));
  const tunnels = benchTunnels(count, identity);
  const [ours, theirs, changes, growth]: [number[], number[], number[], number[]] = [
    [],
    [],
    [],
    [],
  ];
  for (let pair = 0; pair < pairs; pair += 1) {
    tell(`pair ${pair + 1} of ${pairs}`);
    await withDaemon(async (host) => {
      ours.push(await seconds(() => applied(host, tunnels.map(creationOf))));
      changes.push(...(await changedOnes(host, tunnels)));
    });
    await withDaemon(async (_, daemon, directory) => {
      const file = join(directory, 'swanctl.conf');
      writeFileSync(file, swanctlFile(tunnels), { mode: 0o600 });
      theirs.push(await seconds(() => loadedBySwanctl(daemon, file)));
    });
    await withDaemon(async (host) => {
      growth.push(await growthOf(host, tunnels));
    });
  }
  return [
    ratioRow('ipsec-load', count, ours, 'swanctl --load-all', theirs, 1),
    valueRow('ipsec-change-one', count, median(changes) * 1_000, 'ms', 10),
    valueRow('ipsec-last-add-to-first', count, median(growth), 'times', 2),
  ];
}

type Work = (host: CharonHost, daemon: CharonProcess, directory: string) => Promise<void>;

async function withDaemon(work: Work): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const daemon = new CharonProcess({ directory });
  const host = new CharonHost({ daemon, directory, secrets: hostSecrets(identity) });
  try {
    await daemon.ensureRunning();
    await work(host, daemon, directory);
  } finally {
    host.close();
    daemon.kill();
    rmSync(directory, { recursive: true });
  }
}

async function applied(host: CharonHost, operations: readonly Operation[]): Promise<void> {
  const failed = (await host.apply(operations)).find(({ failure }) => failure !== undefined);
  if (failed !== undefined) throw new Error(failed.failure?.detail);
  await host.observe();
}

/** Some that stand get another lifetime, one after the other, and the daemon is asked each time what it has. */
async function changedOnes(
  host: CharonHost,
  tunnels: readonly IpsecResource[],
): Promise<readonly number[]> {
  const times: number[] = [];
  for (const before of tunnels.slice(-changesEach)) {
    times.push(await seconds(() => applied(host, [lifetimeChange(before, 1_800)])));
  }
  return times;
}

/** One after the other: how much longer the last twenty take than the first. */
async function growthOf(host: CharonHost, tunnels: readonly IpsecResource[]): Promise<number> {
  const times: number[] = [];
  for (const tunnel of tunnels) {
    times.push(await seconds(() => applied(host, [creationOf(tunnel)])));
  }
  return median(times.slice(-20)) / median(times.slice(0, 20));
}

function loadedBySwanctl({ socket }: CharonProcess, file: string): Promise<void> {
  execFileSync('/usr/sbin/swanctl', ['--load-all', '--file', file, '--uri', `unix://${socket}`], {
    stdio: 'ignore',
  });
  return Promise.resolve();
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1_000;
}
