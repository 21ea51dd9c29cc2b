import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlowExporter, FlowSpool, KernelMeter, type ExportTarget } from '#flow';
import { ClsactHooks } from '#netlink';
import { scaled, type BenchOptions } from '../bench-options.js';
import { LoopWatch } from '../loop-watch.js';
import { median, valueRow, type Row } from '../row.js';
import { cpuRows } from './cpu-rows.js';
import { makeWire, removeWire, tools, trafficProcess } from './wire.js';

const facts = {
  number: 1,
  name: 'metered',
  description: 'bench',
  contract: '01JD0000000000000000000000',
} as const;
/** Nobody listens there: the way to a collector ends in the kernel. */
const target: ExportTarget = {
  collector: '198.51.100.9:4739',
  protocol: 'ipfix',
  templateRefresh: 60_000,
  active: 60_000,
  idle: 1,
};

export async function flowBench(options: BenchOptions): Promise<readonly Row[]> {
  const groups = { drain: drainRows, cpu: cpuRows };
  const rows: Row[] = [];
  for (const [name, group] of Object.entries(groups)) {
    if (name.includes(options.only)) rows.push(...(await group(options)));
  }
  return rows;
}

/** How long the agent is busy with flows: a reading of many, and their way out. */
async function drainRows(options: BenchOptions): Promise<readonly Row[]> {
  const flows = scaled(50_000, options);
  const directory = mkdtempSync(join(tmpdir(), 'hercules-flow-bench-'));
  const root = join(directory, 'bpf');
  // In memory, as /run is, where an agent has it.
  const spool = join(directory, 'spool');
  mkdirSync(spool);
  execFileSync('mount', ['-t', 'tmpfs', 'spool', spool], { env: tools });
  const hooks = await ClsactHooks.open();
  const index = makeWire();
  const meter = await KernelMeter.open({ hooks, name: 'bench', root });
  try {
    await meter.attach(new Map([[index, { number: 1, header: 14, flows: true }]]));
    const exporter = new FlowExporter({
      meter,
      spool: new FlowSpool(spool),
      domain: 1,
      enterprise: 32_473,
      clock: Date.now,
    });
    exporter.configure([{ facts, targets: [target] }]);
    const turns: Turn[] = [];
    for (let turn = 0; turn < warmUp + (options.pairs ?? defaultTurns); turn += 1) {
      send(flows);
      turns.push(await measured(exporter, flows));
    }
    exporter.close();
    return rowsOf(flows, turns.slice(warmUp));
  } finally {
    meter.close();
    hooks.close();
    removeWire();
    // Of the spool a file is still open.
    execFileSync('umount', ['--lazy', root, spool], { env: tools });
    rmSync(directory, { recursive: true });
  }
}

/** Milliseconds of one reading and what follows. */
interface Turn {
  /** Reading, merging, laying out and keeping what is to be sent. */
  readonly drain: number;
  readonly send: number;
  /** The first of these, as processor time of this thread. */
  readonly drainBusy: number;
  /** For which nobody else got a turn, in all of it. */
  readonly longest: number;
  /** The same as processor time of this thread. */
  readonly busiest: number;
}

/** Turns that don't count: the compiler is not yet done. */
const warmUp = 5;
const defaultTurns = 7;

async function measured(exporter: FlowExporter, flows: number): Promise<Turn> {
  const watch = new LoopWatch();
  const begin = performance.now();
  const used = process.threadCpuUsage();
  const round = await exporter.round();
  const read = performance.now();
  const { user, system } = process.threadCpuUsage(used);
  await exporter.send();
  const sent = performance.now();
  watch.stop();
  if (round.flows < flows || round.unaccounted.length > 0) throw new Error('flows are missing');
  const { longest, busiest } = watch;
  return {
    drain: read - begin,
    send: sent - read,
    drainBusy: (user + system) / 1000,
    longest,
    busiest,
  };
}

function rowsOf(flows: number, turns: readonly Turn[]): readonly Row[] {
  const middle = (name: keyof Turn): number => median(turns.map((turn) => turn[name]));
  return [
    valueRow('draining flows: read, merged, laid out, kept', flows, middle('drain'), 'ms', 100),
    valueRow('the same, processor time of the main thread', flows, middle('drainBusy'), 'ms', 100),
    valueRow('longest time for which others wait', flows, middle('longest'), 'ms', 20),
    valueRow('the same, processor time only', flows, middle('busiest'), 'ms', 20),
    valueRow('sending flows, paced', flows, (middle('send') * 1000) / flows, 'us a flow', 10),
  ];
}

function send(flows: number): void {
  execFileSync(
    process.execPath,
    [trafficProcess, 'metered', String(flows), '0', String(flows), 'udp'],
    {
      env: { ...process.env, ...tools },
    },
  );
}
