import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CharonProcess } from '#charon';
import type { LabCalls, TamperMode } from './lab-calls.js';
import {
  bpfDirectory,
  controllerAddress,
  controllerNamespace,
  gatewayPort,
  prometheusAddress,
} from './topology.js';

/** How an agent's process is started, again where it ends unasked. */
type Starter = () => ChildProcess;

/** Milliseconds after which an agent that has ended unasked is started again, as a service manager would. */
const restartAfter = 1000;

/**
 * `ip netns exec` gives every program a /sys of its own, which ends with it. What a meter pins has to outlive its agent,
 * as on a host: the lab's bpf file system takes its place.
 */
const withLabBpf = ['sh', '-c', `mount --bind ${bpfDirectory} /sys/fs/bpf; exec "$0" "$@"`];

/** The product's own programs and those of others, each started in its namespace as an operator would start it. */
export class LabPrograms {
  readonly #agents = new Map<string, ChildProcess>();
  readonly #others = new Map<string, ChildProcess>();
  readonly #hosts = new Set<string>();
  #controller: ChildProcess | undefined;
  #gateway: ChildProcess | undefined;
  #directory = '';
  #trustAnchor = '';

  startController(directory: string, trustAnchor: string): Promise<void> {
    this.#directory = directory;
    this.#trustAnchor = trustAnchor;
    return this.restartController();
  }

  async restartController(): Promise<void> {
    this.#controller = this.#startOurs(
      controllerNamespace,
      'controller',
      '../../controller/src/main.js',
      [],
      {
        HERCULES_MODE: 'controller',
        HERCULES_LISTEN: '127.0.0.1:8480',
        HERCULES_DATA: join(this.#directory, 'controller'),
        HERCULES_TRUST_ANCHOR: this.#trustAnchor,
      },
    );
    await Promise.resolve();
  }

  async startGateway(directory: string): Promise<void> {
    this.#gateway = this.#startOurs(controllerNamespace, 'gateway', './gateway.js', [
      '127.0.0.1:8480',
      `${controllerAddress}:${gatewayPort}`,
      `${join(directory, 'controller.sock')}=127.0.0.1:8480`,
      `${join(directory, 'prometheus.sock')}=${prometheusAddress}`,
    ]);
    await once(this.#gateway, 'message');
  }

  tamper(mode: TamperMode): Promise<void> {
    this.#gateway?.send(mode);
    return Promise.resolve();
  }

  readonly startAgent: LabCalls['startAgent'] = async ({
    host,
    joinToken,
    trustAnchor,
    flags = [],
  }) => {
    const args = [
      ...['--state', join(this.#directory, host)],
      ...['--controller', `http://${controllerAddress}:${gatewayPort}`],
      // One in 64 key ids begins with a dash, and would pass for an option.
      `--trust-anchor=${trustAnchor}`,
      ...['--poll', '2', '--usage-window', '2'],
      ...(joinToken === undefined ? [] : this.#joining(host, joinToken)),
      ...flags,
    ];
    this.#hosts.add(host);
    this.#keep(host, () => this.#startOurs(host, host, '../../agent/src/main.js', args));
    await Promise.resolve();
  };

  async stopAgent(host: string): Promise<void> {
    await stop(this.#forget(host));
  }

  async killAgent(host: string): Promise<void> {
    await kill(this.#forget(host));
  }

  killController(): Promise<void> {
    return kill(this.#controller);
  }

  readonly startProgram: LabCalls['startProgram'] = async ({
    name,
    namespace,
    command,
    environment = {},
  }) => {
    const where = namespace === undefined ? [] : inNamespace(namespace);
    this.#others.set(name, this.#start(name, [...where, ...command], environment, 'ignore'));
    await Promise.resolve();
  };

  async stopProgram(name: string): Promise<void> {
    const program = this.#others.get(name);
    this.#others.delete(name);
    await stop(program);
  }

  async stopAll(): Promise<void> {
    const agents = [...this.#agents.values()];
    this.#agents.clear();
    const others = [...this.#others.values()];
    await Promise.all([...agents, ...others, this.#gateway, this.#controller].map(stop));
    await Promise.all([...this.#hosts].map((host) => this.#stopTunnels(host)));
  }

  #joining(host: string, token: string): readonly string[] {
    const file = join(this.#directory, `${host}.join-token`);
    writeFileSync(file, token, { mode: 0o600 });
    return ['--join-token-file', file];
  }

  #keep(host: string, start: Starter): void {
    const agent = start();
    this.#agents.set(host, agent);
    agent.once('exit', () => {
      if (this.#agents.get(host) !== agent) return; // it was told to end
      setTimeout(() => {
        if (this.#agents.get(host) === agent) this.#keep(host, start);
      }, restartAfter).unref();
    });
  }

  /** An IKE daemon outlives its agent. */
  #stopTunnels(host: string): Promise<void> {
    return new CharonProcess({ directory: join(this.#directory, host, 'charon') }).stop();
  }

  #forget(host: string): ChildProcess | undefined {
    const agent = this.#agents.get(host);
    this.#agents.delete(host);
    return agent;
  }

  #startOurs(
    namespace: string,
    logName: string,
    program: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const path = fileURLToPath(import.meta.resolve(program));
    const command = [...inNamespace(namespace), ...withLabBpf, process.execPath, path, ...args];
    return this.#start(logName, command, environment, 'ipc');
  }

  #start(
    logName: string,
    [program = '', ...args]: readonly string[],
    environment: Readonly<Record<string, string>>,
    channel: 'ipc' | 'ignore',
  ): ChildProcess {
    const log = openSync(join(this.#directory, `${logName}.log`), 'a', 0o600);
    return spawn(program, args, {
      stdio: ['ignore', log, log, channel],
      env: { ...process.env, ...environment },
      // A signal of the terminal is for the demo alone; it ends its programs in order.
      detached: true,
    });
  }
}

function inNamespace(name: string): readonly string[] {
  return ['ip', 'netns', 'exec', name];
}

/** `ip netns exec` has become the program itself, so this reaches it and nothing else. */
async function kill(child: ChildProcess | undefined): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Asks a program to end, and after five seconds makes it. */
async function stop(child: ChildProcess | undefined): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const ended = await Promise.race([exit, sleep(5000, 'late', { ref: false })]);
  if (ended === 'late') {
    child.kill('SIGKILL');
    await exit;
  }
}
