import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { freshHost } from '../bench-host.js';
import { median, ratioRow, valueRow, type Row } from '../row.js';
import { underlay } from '../sample-network.js';
import type { AgentMeasurement } from './agent-once.js';

/** The agent as a whole, on hosts with many segments. IPv6 is left on in the namespace, as on a real host. */
export async function engineBench(tell: (text: string) => void): Promise<readonly Row[]> {
  const small = await agentOnce(2000, 100, 0, 0);
  tell(`2,000 segments: built in ${small.buildSeconds.toFixed(2)} s, 100 repairs`);
  const large = await agentOnce(5000, 0, 10, 10);
  tell(`5,000 segments: built in ${large.buildSeconds.toFixed(2)} s, 10 more, and a storm`);
  const rows: Row[] = [
    valueRow('drift-repair-p99-2000', 2000, percentile(small.repairMs, 0.99), 'ms', 50),
    valueRow('drift-repair-median-2000', 2000, median(small.repairMs), 'ms', 50),
    valueRow('one-more-5000', 5000, median(large.oneMoreMs), 'ms', 100),
    valueRow('agent-memory-5000', 5000, large.mebibytes, 'MiB', 160),
    valueRow('storm-blocked', large.stormEvents, large.stormBlockedMs, 'ms', 1000),
    valueRow('storm-missed', large.stormEvents, large.stormSeen ? 0 : 1, 'changes', 0),
  ];
  tell(`the storm had ${Math.round(large.stormPerSecond)} events a second`);
  rows.push(await manyBeside(10_000, 0.25, tell));
  return rows;
}

/** So many segments, beside `ip -batch` making the same. */
async function manyBeside(count: number, goal: number, tell: (text: string) => void): Promise<Row> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let pair = 1; pair <= 3; pair += 1) {
    ours.push((await agentOnce(count, 0, 0, 0)).buildSeconds);
    theirs.push(await ipBatch(count));
    tell(
      `${count} segments, pair ${pair} of 3: ${ours.at(-1)?.toFixed(1) ?? ''} s, ip -batch ${theirs.at(-1)?.toFixed(1) ?? ''} s`,
    );
  }
  return ratioRow(`apply-${count}-vxlan`, count, ours, 'ip -batch', theirs, goal);
}

async function agentOnce(
  ...counts: readonly [number, number, number, number]
): Promise<AgentMeasurement> {
  const program = fileURLToPath(import.meta.resolve('./agent-once.js'));
  const host = await freshHost();
  const { stdout } = await execa('ip', [
    'netns',
    'exec',
    host,
    process.execPath,
    program,
    ...counts.map(String),
  ]);
  return JSON.parse(stdout) as AgentMeasurement;
}

async function ipBatch(count: number): Promise<number> {
  const host = await freshHost();
  const lines = Array.from({ length: count }, (_, index) => [
    `link add name vx${index} mtu 1450 type vxlan id ${index + 1} dev ${underlay.link} local ${underlay.local} remote ${underlay.remote} dstport 4789`,
    `link set dev vx${index} up`,
  ]).flat();
  const begin = performance.now();
  await execa('ip', ['-n', host, '-batch', '-'], { input: lines.join('\n') });
  return (performance.now() - begin) / 1000;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
