import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlowExporter, FlowSpool, KernelMeter, type ExportTarget } from '#flow';
import { ClsactHooks } from '#netlink';
import { scaled, type BenchOptions } from '../bench-options.js';
import { valueRow, type Row } from '../row.js';

const tools = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
const trafficProcess = join(import.meta.dirname, 'traffic.js');
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

/** How long the agent is busy with flows: a reading of many, and their way out. */
export async function flowBench(options: BenchOptions): Promise<readonly Row[]> {
  const flows = scaled(50_000, options);
  const directory = mkdtempSync(join(tmpdir(), 'hercules-flow-bench-'));
  const root = join(directory, 'bpf');
  const hooks = await ClsactHooks.open();
  const index = makeWire();
  const meter = await KernelMeter.open({ hooks, name: 'bench', root });
  try {
    await meter.attach(new Map([[index, { number: 1, header: 14, flows: true }]]));
    const exporter = new FlowExporter({
      meter,
      spool: new FlowSpool(join(directory, 'spool')),
      domain: 1,
      enterprise: 32_473,
      clock: Date.now,
    });
    exporter.configure([{ facts, targets: [target] }]);
    const rows: Row[] = [];
    for (const isCounted of [false, true]) {
      send(flows);
      const row = await measured(exporter, flows);
      if (isCounted) rows.push(...row);
    }
    exporter.close();
    return rows;
  } finally {
    meter.close();
    hooks.close();
    run('ip', 'link', 'delete', 'metered');
    run('umount', root);
    rmSync(directory, { recursive: true });
  }
}

async function measured(exporter: FlowExporter, flows: number): Promise<readonly Row[]> {
  const watch = new LoopWatch();
  const begin = performance.now();
  const round = await exporter.round();
  const read = performance.now();
  const { longest } = watch;
  await exporter.send();
  const sent = performance.now();
  watch.stop();
  if (round.flows < flows || round.unaccounted.length > 0) throw new Error('flows are missing');
  return [
    valueRow('reading, merging and laying out flows', flows, read - begin, 'ms', 500),
    valueRow('longest time for which that holds up others', flows, longest, 'ms', 20),
    valueRow('sending, paced', flows, ((sent - read) * 1000) / flows, 'us a flow', 10),
  ];
}

/** Looks how late timers are. */
class LoopWatch {
  longest = 0;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.longest = Math.max(this.longest, now - last - 1);
      last = now;
    }, 1);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
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

function makeWire(): number {
  run('ip', 'link', 'add', 'metered', 'type', 'veth', 'peer', 'name', 'far');
  for (const name of ['metered', 'far']) {
    run('ip', 'link', 'set', name, 'addrgenmode', 'none');
    run('ip', 'link', 'set', name, 'up');
  }
  run('ip', 'address', 'add', '198.51.100.1/24', 'dev', 'far');
  const text = execFileSync('ip', ['-j', 'link', 'show', 'metered'], {
    env: tools,
    encoding: 'utf8',
  });
  const [link] = JSON.parse(text) as readonly [{ readonly ifindex: number }];
  return link.ifindex;
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { env: tools });
}
