import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportedInterface } from '#flow';
import {
  endLeftover,
  startDaemon,
  type DaemonProcess,
  type DaemonStart,
} from './daemon-process.js';
import { flowDaemons, type FlowDaemon, type FlowDaemonKind } from './flow-daemons.js';
import type { HostMeter } from './host-meter.js';
import type { Log } from './log.js';

export interface DaemonMeterOptions {
  readonly kind: FlowDaemonKind;
  /** Absolute path. */
  readonly program: string;
  /** Of its own, for configurations and process numbers. */
  readonly directory: string;
  readonly log: Log;
  readonly start?: (start: DaemonStart) => DaemonProcess;
}

/** Milliseconds between the end of a daemon that should run and its next start: doubled up to the most. */
const again = { least: 1_000, most: 60_000 } as const;

interface Running {
  /** What it was started for. */
  readonly sign: string;
  readonly stop: () => Promise<void>;
}

/**
 * Meters flows by programs of others, one for each interface. They capture packets, and lose some on a busy machine:
 * usage is counted by the interfaces themselves.
 */
export async function openDaemonMeter(options: DaemonMeterOptions): Promise<HostMeter> {
  const { kind, directory } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(directory).filter((one) => one.endsWith('.pid'))) {
    await endLeftover(join(directory, name));
  }
  const running = new Map<string, Running>();
  const show = (interfaces: readonly ExportedInterface[]): void => {
    const wanted = flowDaemons(kind, interfaces, directory);
    for (const [key, { sign, stop }] of running) {
      const daemon = wanted.get(key);
      if (daemon !== undefined && signOf(daemon) === sign) continue;
      running.delete(key);
      void stop();
    }
    for (const [key, daemon] of wanted) {
      if (!running.has(key)) running.set(key, keepRunning(key, daemon, options));
    }
  };
  return {
    kind,
    meter: {
      attach: () => Promise.resolve([]),
      detach: () => Promise.resolve([]),
    },
    exporter: {
      configure: show,
      streams: new Map(),
      send: () => Promise.resolve(),
      round: () => Promise.resolve({ totals: undefined, unaccounted: [] }),
    },
    close: async () => {
      await Promise.all([...running.values()].map(({ stop }) => stop()));
    },
  };
}

function keepRunning(key: string, daemon: FlowDaemon, options: DaemonMeterOptions): Running {
  const { program, directory, log, start = startDaemon } = options;
  const stopped = new AbortController();
  const isStopped = (): boolean => stopped.signal.aborted;
  let pause: number = again.least;
  let process: DaemonProcess | undefined;
  const run = async (): Promise<void> => {
    while (!isStopped()) {
      if (daemon.file !== undefined)
        writeFileSync(daemon.file.path, daemon.file.text, { mode: 0o600 });
      const begin = performance.now();
      process = start({ program, args: daemon.args, pidFile: join(directory, `${key}.pid`) });
      const reason = await process.ended;
      if (isStopped()) return;
      await process.stop();
      log('warn', 'a flow meter has ended; it is started again', { meter: key, reason, pause });
      await wait(pause, stopped.signal);
      const hasRun = performance.now() - begin > again.most;
      pause = hasRun ? again.least : Math.min(again.most, pause * 2);
    }
  };
  const done = run();
  const stop = async (): Promise<void> => {
    stopped.abort();
    await process?.stop();
    await done;
  };
  return { sign: signOf(daemon), stop };
}

function signOf({ args, file }: FlowDaemon): string {
  return JSON.stringify([args, file?.text]);
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds).unref();
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
