import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { load } from 'koffi';

/*
 * A network namespace belongs to a thread. These functions move the main thread, so Jest must run with --runInBand;
 * sockets opened and processes started inside stay inside, while asynchronous file system calls of Node run in pool
 * threads that are still outside: use the *Sync ones.
 */

/** CLONE_NEWNET of include/uapi/linux/sched.h. */
const newNetwork = 0x4000_0000;

const libc = load(null);
const unshare = libc.func('int unshare(int)') as (flags: number) => number;
const setns = libc.func('int setns(int, int)') as (fd: number, type: number) => number;

/** One network namespace of its own, empty but for a loopback device that is down. */
export interface Netns {
  /** An open descriptor of the namespace, and a path by which a child process finds it while it is open. */
  readonly fd: number;
  readonly path: string;
  /** Runs work on this thread inside the namespace, also from within another one. */
  enter<Result>(work: () => Result): Result;
}

/** Runs a test in a new namespace and leaves it again; what the test leaves behind goes with the namespace. */
export async function inNewNetns<Result>(test: (ns: Netns) => Promise<Result>): Promise<Result> {
  const outside = openCurrent();
  try {
    check('unshare', unshare(newNetwork));
    const inside = openCurrent();
    try {
      return await test(netnsOf(inside));
    } finally {
      closeSync(inside);
    }
  } finally {
    check('setns', setns(outside, newNetwork));
    closeSync(outside);
  }
}

/** A further namespace, as a second host; the thread stays where it is. */
export async function withNetns<Result>(test: (ns: Netns) => Promise<Result>): Promise<Result> {
  const here = openCurrent();
  check('unshare', unshare(newNetwork));
  const there = openCurrent();
  check('setns', setns(here, newNetwork));
  closeSync(here);
  try {
    return await test(netnsOf(there));
  } finally {
    closeSync(there);
  }
}

function netnsOf(fd: number): Netns {
  return { fd, path: `/proc/${process.pid}/fd/${fd}`, enter: (work) => runIn(fd, work) };
}

function runIn<Result>(fd: number, work: () => Result): Result {
  const here = openCurrent();
  try {
    check('setns', setns(fd, newNetwork));
    return work();
  } finally {
    check('setns', setns(here, newNetwork));
    closeSync(here);
  }
}

function openCurrent(): number {
  return openSync('/proc/thread-self/ns/net', 'r');
}

function check(call: string, result: number): void {
  if (result !== 0)
    throw new Error(
      `${call} failed: run kernel tests as root or below unshare --user --map-root-user --net`,
    );
}

/** `ip -d -j …`: the kernel seen by an independent program. [] where it prints nothing. */
export function ip(...args: readonly string[]): readonly unknown[] {
  return run('ip', args);
}

/** `bridge -d -j …`. */
export function bridge(...args: readonly string[]): readonly unknown[] {
  return run('bridge', args);
}

function run(tool: string, args: readonly string[]): readonly unknown[] {
  const output = execFileSync(tool, ['-d', '-j', ...args], {
    encoding: 'utf8',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return output.trim() === '' ? [] : (JSON.parse(output) as readonly unknown[]);
}
