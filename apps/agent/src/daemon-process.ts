import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface DaemonStart {
  /** Absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  /** Where its process is written down, so that who comes after us finds it. */
  readonly pidFile: string;
}

/** A program that is to run for as long as we want it. */
export interface DaemonProcess {
  /** Settles when it has ended, by itself or because it was told to; never rejects. */
  readonly ended: Promise<string>;
  /** Has it end, its children with it. */
  stop(): Promise<void>;
}

/** Milliseconds in which a program that is told to end may finish what it does. */
const patience = 3_000;

/** Starts a program in a group of its own. */
export function startDaemon({ program, args, pidFile }: DaemonStart): DaemonProcess {
  const child = spawn(program, args, {
    detached: true,
    stdio: 'ignore',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  child.unref();
  const { pid } = child;
  if (pid !== undefined) writeFileSync(pidFile, `${pid} ${startOf(pid) ?? ''}`);
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => {
      resolve(message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `it ended with ${String(code)}` : `it was ended by ${signal}`);
    });
  });
  const stop = async (): Promise<void> => {
    if (pid !== undefined) await endGroup(pid, ended);
    await ended;
    rmSync(pidFile, { force: true });
  };
  return { ended, stop };
}

/** Ends what an earlier process of ours has started and could not end. */
export async function endLeftover(pidFile: string): Promise<void> {
  const [pid, start] = readText(pidFile)?.split(' ') ?? [];
  // A number may have been given to another process since.
  if (pid !== undefined && start !== undefined && startOf(Number(pid)) === start) {
    const isGone = async (): Promise<void> => {
      while (startOf(Number(pid)) === start) await sleep(50);
    };
    await endGroup(Number(pid), isGone());
  }
  rmSync(pidFile, { force: true });
}

async function endGroup(pid: number, ended: Promise<unknown>): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const stop = new AbortController();
  const { signal } = stop;
  await Promise.race([ended, sleep(patience, undefined, { signal }).catch(() => undefined)]);
  stop.abort();
  // Also children that the program has left behind.
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nobody of the group is left.
  }
}

/** When a process was started, in ticks since the machine was: field 22 of proc(5) stat; undefined: it does not run. */
function startOf(pid: number): string | undefined {
  const text = readText(`/proc/${pid}/stat`);
  const [state, ...fields] = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === 'Z' ? undefined : fields[18];
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // It is not there.
    return undefined;
  }
}
