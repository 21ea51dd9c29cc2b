import { execa } from 'execa';
import { applyInside } from './apply-inside.js';
import type { ApplyMeasurement } from './apply-once.js';
import { freshHost } from './bench-host.js';
import { scaled, type BenchOptions } from './bench-options.js';
import { median, valueRow, type Row } from './row.js';
import { sharedBatch, sharedDevice } from './shared-network.js';

const usualPairs = 7;

/** 4,000 VNIs on one device, each with its flood list, beside `bridge -batch` adding the same. */
export async function vxlanBench(options: BenchOptions): Promise<readonly Row[]> {
  const { pairs = usualPairs, tell } = options;
  const n = scaled(4000, options);
  const ours: ApplyMeasurement[] = [];
  const theirs: number[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    theirs.push(await bridgeBatch(await freshHost(), sharedBatch(n)));
    ours.push(await applyInside(await freshHost(), 'shared', n));
    const [mine, other] = [ours.at(-1)?.applySeconds ?? 0, theirs.at(-1) ?? 0];
    tell(`pair ${pair} of ${pairs}: ${mine.toFixed(3)} s, bridge -batch ${other.toFixed(3)} s`);
  }
  const applied = ours.map(({ applySeconds }) => applySeconds);
  const writes = Math.max(...ours.map(({ secondWrites }) => secondWrites));
  return [
    {
      ...valueRow(`vnis-${n}`, n, median(applied), 's', 1),
      baseline: 'bridge -batch',
      baselineSeconds: median(theirs),
    },
    valueRow(`vnis-second-apply-writes-${n}`, n, writes, 'messages', 0),
  ];
}

/** Seconds of making the device and of one `bridge -batch`, their starts included. */
async function bridgeBatch(namespace: string, commands: string): Promise<number> {
  const begin = performance.now();
  await execa('ip', ['-n', namespace, '-batch', '-'], { input: sharedDevice });
  await execa('bridge', ['-n', namespace, '-batch', '-'], { input: commands });
  return (performance.now() - begin) / 1000;
}
