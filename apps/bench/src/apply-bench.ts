import { execa } from 'execa';
import type { ApplyMeasurement } from './apply-once.js';
import { applyInside } from './apply-inside.js';
import { freshHost } from './bench-host.js';
import { median, ratioRow, valueRow, type Row } from './row.js';
import { sampleBatch } from './sample-network.js';

const pairs = 7;

/** 1,000 VXLANs enslaved to 1,000 bridges from one contract, beside `ip -batch` making the same objects. */
export async function applyBench(tell: (text: string) => void): Promise<readonly Row[]> {
  const n = 1000;
  const ours: ApplyMeasurement[] = [];
  const theirs: number[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    theirs.push(await ipBatch(await freshHost(), sampleBatch(n)));
    ours.push(await applyInside(await freshHost(), 'segments', n));
    tell(
      `pair ${pair} of ${pairs}: ${ours.at(-1)?.applySeconds.toFixed(3) ?? ''} s, ip -batch ${theirs.at(-1)?.toFixed(3) ?? ''} s`,
    );
  }
  return rowsOf(n, ours, theirs);
}

function rowsOf(
  n: number,
  ours: readonly ApplyMeasurement[],
  theirs: readonly number[],
): readonly Row[] {
  const middle = (pick: (entry: ApplyMeasurement) => number): number => median(ours.map(pick));
  const most = (pick: (entry: ApplyMeasurement) => number): number => Math.max(...ours.map(pick));
  const applied = ours.map(({ applySeconds }) => applySeconds);
  return [
    ratioRow(`apply-${n}`, n, applied, 'ip -batch', theirs, 1.5),
    valueRow(
      `plan-${n}`,
      n,
      middle(({ planSeconds }) => planSeconds * 1000),
      'ms',
      250,
    ),
    valueRow(
      `second-apply-writes-${n}`,
      n,
      most(({ secondWrites }) => secondWrites),
      'messages',
      0,
    ),
    valueRow(
      `second-apply-dumps-${n}`,
      n,
      most(({ secondDumps }) => secondDumps),
      'dumps',
      4,
    ),
    valueRow(
      `second-apply-${n}`,
      n,
      middle(({ secondSeconds }) => secondSeconds),
      's',
      1,
    ),
  ];
}

/** Seconds of one `ip -batch`, its start included. */
async function ipBatch(namespace: string, commands: string): Promise<number> {
  const begin = performance.now();
  await execa('ip', ['-n', namespace, '-batch', '-'], { input: commands });
  return (performance.now() - begin) / 1000;
}
