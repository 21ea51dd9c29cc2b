import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MeterLine, MeterSettings } from './meter-process.js';

const tools = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
/** Milliseconds between two readings of the agent, and thus of ours here. */
const readingInterval = 5_000;
/** Milliseconds within which a daemon has opened its capture. */
const startsWithin = 1_500;

/** Something that meters the interface `metered` and tells a collector of its flows. */
export interface RunningMeter {
  /** Seconds of the processor that its processes have used. */
  cpuSeconds(): number;
  /** All that was sent has been counted and told. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface MeterPlace {
  /** Kernel's number of the interface. */
  readonly index: number;
  /** `host:port`. */
  readonly collector: string;
  /** For its files. */
  readonly directory: string;
}

export async function startOurs(place: MeterPlace): Promise<RunningMeter> {
  const { index, collector, directory } = place;
  const facts = {
    number: 1,
    name: 'metered',
    description: 'bench',
    contract: '01JD0000000000000000000000',
  };
  const timeouts = { templateRefresh: 60_000, active: 60_000, idle: 1_000 };
  const settings: MeterSettings = {
    interfaces: [{ index, facts }],
    targets: [{ collector, protocol: 'netflow9', ...timeouts }],
    root: join(directory, 'bpf'),
    spool: join(directory, 'spool'),
    interval: readingInterval,
  };
  const program = join(import.meta.dirname, 'meter-process.js');
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last: MeterLine | undefined;
  child.stdout.on('data', (data: Buffer) => {
    const line = data.toString().trimEnd().split('\n').at(-1) ?? '';
    if (line.startsWith('{')) last = JSON.parse(line) as MeterLine;
  });
  await once(child.stdout, 'data');
  return {
    cpuSeconds: () => cpuSecondsOf([child]),
    settled: async () => {
      last = undefined;
      while (lineOf(last)?.pending !== 0) await sleep(100);
    },
    stop: () => stopProcess(child),
  };
}

/** Debian's softflowd, version 9 of NetFlow: its IPFIX numbers messages wrongly. */
export async function startSoftflowd(place: MeterPlace): Promise<RunningMeter> {
  const files = ['-c', join(place.directory, 'softflowd.ctl'), '-p', join(place.directory, 'pid')];
  const how = ['-v', '9', '-B', String(16 << 20), '-t', 'maxlife=60'];
  return daemon('softflowd', ['-d', '-i', 'metered', '-n', place.collector, ...how, ...files]);
}

/** Debian's pmacctd with its probe: the core that captures, and the plug-in that keeps flows. */
export async function startPmacctd(place: MeterPlace): Promise<RunningMeter> {
  const path = join(place.directory, 'pmacctd.conf');
  const lines = {
    daemonize: 'false',
    pcap_interface: 'metered',
    plugins: 'nfprobe',
    nfprobe_receiver: place.collector,
    nfprobe_version: '9',
    aggregate: 'src_host, dst_host, src_port, dst_port, proto, tos',
    plugin_pipe_size: String(64 << 20),
    plugin_buffer_size: String(64 << 10),
  };
  const text = Object.entries(lines).map(([key, value]) => `${key}: ${value}\n`);
  writeFileSync(path, text.join(''));
  return daemon('pmacctd', ['-f', path]);
}

async function daemon(command: string, args: readonly string[]): Promise<RunningMeter> {
  const child = spawn(command, args, { env: tools, stdio: 'ignore' });
  await Promise.race([
    once(child, 'spawn'),
    once(child, 'error').then(([error]) => {
      throw error;
    }),
  ]);
  await sleep(startsWithin);
  return {
    cpuSeconds: () => cpuSecondsOf([child]),
    // What is still in the ring is counted within a second; flows are told later, which costs next to nothing.
    settled: () => sleep(1_000),
    stop: () => stopProcess(child),
  };
}

/** For the compiler, which does not see that others write to it. */
function lineOf(line: MeterLine | undefined): MeterLine | undefined {
  return line;
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) throw new Error(`${child.spawnfile} has ended by itself`);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Of processes and all that they have started: on-CPU nanoseconds of every thread, proc(5) schedstat. */
function cpuSecondsOf(children: readonly ChildProcess[]): number {
  const family = descendants(children.flatMap(({ pid }) => pid ?? []));
  const threads = family.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/schedstat`),
  );
  const nanoseconds = threads.map((path) => Number(readFileSync(path, 'latin1').split(' ')[0]));
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9;
}

function descendants(pids: readonly number[]): readonly number[] {
  const children = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean),
    ),
  );
  return children.length === 0 ? pids : [...pids, ...descendants(children.map(Number))];
}
