import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createController } from '#apps/controller';
import { scaled, type BenchOptions } from '../bench-options.js';
import { LoopWatch } from '../loop-watch.js';
import { median, valueRow, type Row } from '../row.js';
import { fillStore, node, report, seriesOfLink } from './large-site.js';

/** One scrape; milliseconds. */
interface Turn {
  readonly longest: number;
  readonly busiest: number;
  readonly whole: number;
  readonly series: number;
}

const defaultTurns = 9;
const warmUp = 2;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/**
 * For how long the controller holds others up while it answers a scrape of a large host: everything is in it, from the
 * request to the last octet, with a real store on disk; the page is read in another thread.
 */
export async function metricsBench(options: BenchOptions): Promise<readonly Row[]> {
  const links = scaled(Math.ceil(100_000 / seriesOfLink), options);
  const dataDir = mkdtempSync(join(tmpdir(), 'hercules-metrics-bench-'));
  options.tell(`a host with ${links} interfaces`);
  await fillStore(dataDir, links);
  const controller = await createController({ dataDir, listen: '127.0.0.1:0' }, { logger: silent });
  const reader = new Worker(join(import.meta.dirname, 'page-reader.js'));
  try {
    await report(controller.url, links);
    const turns: {
      readonly longest: number;
      readonly busiest: number;
      readonly whole: number;
      readonly series: number;
    }[] = [];
    for (let turn = 0; turn < (options.pairs ?? defaultTurns) + warmUp; turn += 1) {
      turns.push(await scrape(reader, `${controller.url}/metrics/nodes/${node}`));
    }
    const counted = turns.slice(warmUp);
    const series = counted[0]?.series ?? 0;
    const middle = (name: 'longest' | 'busiest' | 'whole'): number =>
      median(counted.map((one) => one[name]));
    return [
      valueRow(
        'page of a host: longest time for which others wait',
        series,
        middle('longest'),
        'ms',
        50,
      ),
      valueRow('page of a host: the same in processor time', series, middle('busiest'), 'ms', 50),
      valueRow(
        'page of a host: from the request to its end',
        series,
        middle('whole'),
        'ms',
        10_000,
      ),
    ];
  } finally {
    await reader.terminate();
    await controller.close();
    rmSync(dataDir, { recursive: true });
  }
}

async function scrape(reader: Worker, url: string): Promise<Turn> {
  await sleep(100);
  const watch = new LoopWatch();
  await setImmediate();
  const begin = performance.now();
  const answer = once(reader, 'message');
  reader.postMessage(url);
  const [series] = (await answer) as [number];
  const whole = performance.now() - begin;
  await sleep(5);
  watch.stop();
  return { longest: watch.longest, busiest: watch.busiest, whole, series };
}

function quiet(): void {
  // What a controller tells its operator is not what is measured.
}
