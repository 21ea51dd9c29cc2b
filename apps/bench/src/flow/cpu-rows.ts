import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scaled, type BenchOptions } from '../bench-options.js';
import { ratioRow, type Row } from '../row.js';
import type { Sent } from './flow-site.js';
import {
  startOurs,
  startPmacctd,
  startSoftflowd,
  type MeterPlace,
  type RunningMeter,
} from './rival-meters.js';
import { makeWire, removeWire, tools, trafficProcess } from './wire.js';

type StartMeter = (place: MeterPlace) => Promise<RunningMeter>;

/** Meters that alternate. */
const meters = {
  ours: startOurs,
  softflowd: startSoftflowd,
  pmacctd: startPmacctd,
} as const satisfies Readonly<Record<string, StartMeter>>;
type MeterName = keyof typeof meters;
const names = Object.keys(meters) as readonly MeterName[];

const defaultTurns = 7;
const flows = 1000;
/**
 * As fast as they can be sent: a sender that waits between them has its own time grow by what the processor has forgotten
 * meanwhile, and differently each time. What a daemon then loses makes it look cheaper than it is, and ours loses nothing.
 */
const rate = 0;
/** Somebody listens there who reads little, and the kernel drops what is too much: where nobody did, ours would wait. */
const collector = { host: '127.0.0.1', port: 29_996 } as const;

/** Seconds of the processor: the sender's, in whose time the kernel does its part, and those of the meter's processes. */
interface Cost {
  readonly sender: number;
  readonly meter: number;
}

/**
 * What metering a packet costs beside others: the same traffic past an interface with ours, with softflowd and with
 * pmacctd, turn by turn, and before each of them without a meter. The kernel's part of a meter is what the sender's time
 * is longer by, since a veth has its work done in its sender's time; a machine that others share is slower at times.
 */
export async function cpuRows(options: BenchOptions): Promise<readonly Row[]> {
  const packets = scaled(600_000, options);
  const perPacket: Record<MeterName, number[]> = { ours: [], softflowd: [], pmacctd: [] };
  const directory = mkdtempSync(join(tmpdir(), 'hercules-flow-cpu-'));
  const listener = createSocket('udp4').bind(collector.port, collector.host);
  await once(listener, 'listening');
  try {
    for (let turn = 0; turn < (options.pairs ?? defaultTurns); turn += 1) {
      for (const name of names) {
        options.tell(`CPU per packet, turn ${turn + 1}: ${name}`);
        const without = await costOf(undefined, packets, join(directory, `${turn}-before-${name}`));
        const { sender, meter } = await costOf(name, packets, join(directory, `${turn}-${name}`));
        perPacket[name].push((sender - without.sender + meter) / packets);
      }
    }
  } finally {
    listener.close();
    rmSync(directory, { recursive: true });
  }
  const row = (rival: MeterName, goal: number): Row =>
    ratioRow(
      'CPU per packet, kernel and agent',
      packets,
      perPacket.ours,
      rival,
      perPacket[rival],
      goal,
    );
  return [row('softflowd', 0.7), row('pmacctd', 0.3)];
}

/** @param name absent: without a meter */
async function costOf(
  name: MeterName | undefined,
  packets: number,
  directory: string,
): Promise<Cost> {
  mkdirSync(directory);
  const index = makeWire();
  const place = { index, directory, collector: `${collector.host}:${collector.port}` };
  const meter = name && (await meters[name](place));
  try {
    const before = meter?.cpuSeconds() ?? 0;
    const { cpuSeconds: sender } = send(packets);
    await meter?.settled();
    return { sender, meter: (meter?.cpuSeconds() ?? 0) - before };
  } finally {
    await meter?.stop();
    removeWire();
    if (name === 'ours') execFileSync('umount', [join(directory, 'bpf')], { env: tools });
  }
}

function send(packets: number): Sent {
  const args = [trafficProcess, 'far', String(packets), String(rate), String(flows), 'udp'];
  const text = execFileSync(process.execPath, args, { env: { ...process.env, ...tools } });
  return JSON.parse(text.toString()) as Sent;
}
