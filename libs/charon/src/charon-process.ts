import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ViciConnection, ViciError } from '#vici';
import { confIn, socketIn, strongswanConf, type CharonSettings } from './strongswan-conf.js';

export interface CharonProcessOptions extends CharonSettings {
  /** Absolute path; absent: where Debian's package charon-systemd puts it. */
  readonly program?: string;
  /** Milliseconds until a daemon that was started must answer; a busy kernel lock can hold it up. Absent: 60 s. */
  readonly patience?: number;
}

export const usualProgram = '/usr/sbin/charon-systemd';

/**
 * An IKE daemon of our own. It outlives who started it, so that tunnels stand while an agent is restarted; who comes
 * next finds it by its directory.
 */
export class CharonProcess {
  readonly socket: string;
  #starting: Promise<void> | undefined;
  /** The life of the daemon that is known to answer. */
  #answered: string | undefined;
  /** Daemons started by this object. */
  starts = 0;

  constructor(private readonly options: CharonProcessOptions) {
    this.socket = socketIn(options.directory);
  }

  /** Returns when a daemon answers, the one that runs or a new one. Throws {@link ViciError} where none will. */
  ensureRunning(): Promise<void> {
    this.#starting ??= this.#ensure().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  /** Whether its ESP goes in UDP without NAT too: it pretends NAT, since it has no other way for ESP of its own. */
  get isAlwaysInUdp(): boolean {
    return this.options.userspaceEsp ?? false;
  }

  /** Ends the daemon, and with it every tunnel. Does nothing where none runs. */
  async stop(): Promise<void> {
    const pid = this.#pid();
    if (pid === undefined) return;
    process.kill(pid, 'SIGTERM');
    for (let waits = 0; waits < 250 && isRunning(pid); waits += 1) await sleep(20);
    this.kill();
  }

  /** Ends a daemon that no longer answers. */
  kill(): void {
    const pid = this.#pid();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    rmSync(this.#pidFile, { force: true });
  }

  /** Names one life of the daemon; undefined: it does not run. */
  get epoch(): string | undefined {
    return this.#pid() === undefined ? undefined : readText(this.#pidFile);
  }

  get isRunning(): boolean {
    return this.#pid() !== undefined;
  }

  async #ensure(): Promise<void> {
    if (this.epoch === undefined) this.#start();
    else if (this.epoch === this.#answered) return;
    await this.#answer();
    this.#answered = this.epoch;
  }

  #start(): void {
    const { directory, program = usualProgram } = this.options;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
    writeFileSync(confIn(directory), strongswanConf(this.options), { mode: 0o600 });
    rmSync(this.socket, { force: true });
    const daemon = spawn(program, [], {
      detached: true,
      stdio: 'ignore',
      env: { STRONGSWAN_CONF: confIn(directory), PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    });
    // Where the program lacks, an event follows; what it says is thrown below.
    daemon.on('error', () => undefined);
    daemon.unref();
    this.starts += 1;
    if (daemon.pid === undefined) {
      throw new ViciError(
        'unreachable',
        `'${program}' can't be started: is charon-systemd installed?`,
      );
    }
    writeFileSync(this.#pidFile, `${daemon.pid} ${startTimeOf(daemon.pid) ?? ''}`);
  }

  async #answer(): Promise<void> {
    const { patience = 60_000 } = this.options;
    const begin = performance.now();
    for (;;) {
      try {
        const connection = await ViciConnection.open(this.socket);
        connection.close();
        return;
      } catch (cause) {
        const isLate = performance.now() - begin > patience;
        if (isLate || this.#pid() === undefined) {
          const detail = `the IKE daemon ended or gave no answer; what it said stands in ${this.options.directory}/charon.log`;
          throw new ViciError('unreachable', detail, { cause });
        }
        await sleep(10);
      }
    }
  }

  get #pidFile(): string {
    return `${this.options.directory}/charon.pid`;
  }

  /** The process that was started here last, if it still runs: a number may have been given to another since. */
  #pid(): number | undefined {
    const [pid, startTime] = readText(this.#pidFile).split(' ');
    const number = Number(pid);
    return number > 0 && isRunning(number) && startTimeOf(number) === startTime
      ? number
      : undefined;
  }
}

/** A process that has ended and that nobody has heard of yet does not run. */
function isRunning(pid: number): boolean {
  return /^\d+ \(.*\) [^ZX]/s.test(readText(`/proc/${pid}/stat`));
}

/** Clock ticks between boot and start (proc(5), field 22 of stat). */
function startTimeOf(pid: number): string | undefined {
  return readText(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // Not there: no daemon was started, or it has ended.
  }
}
