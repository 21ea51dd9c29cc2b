import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LabCalls, TamperMode } from './lab-calls.js';
import { controllerAddress, controllerNamespace, gatewayPort } from './topology.js';

/** The product's own programs, each started in its namespace as an operator would start it. */
export class LabPrograms {
  readonly #agents = new Map<string, ChildProcess>();
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
    this.#controller = this.#start(
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
    this.#gateway = this.#start(controllerNamespace, 'gateway', './gateway.js', [
      '127.0.0.1:8480',
      join(directory, 'controller.sock'),
      `${controllerAddress}:${gatewayPort}`,
    ]);
    await once(this.#gateway, 'message');
  }

  tamper(mode: TamperMode): Promise<void> {
    this.#gateway?.send(mode);
    return Promise.resolve();
  }

  readonly startAgent: LabCalls['startAgent'] = async ({ host, joinToken, trustAnchor }) => {
    const agent = this.#start(host, host, '../../agent/src/main.js', [
      '--state',
      join(this.#directory, host),
      '--controller',
      `http://${controllerAddress}:${gatewayPort}`,
      '--trust-anchor',
      trustAnchor,
      '--poll',
      '2',
      ...(joinToken === undefined ? [] : ['--join-token', joinToken]),
    ]);
    this.#agents.set(host, agent);
    await Promise.resolve();
  };

  async stopAgent(host: string): Promise<void> {
    await stop(this.#agents.get(host));
    this.#agents.delete(host);
  }

  async killAgent(host: string): Promise<void> {
    await kill(this.#agents.get(host));
    this.#agents.delete(host);
  }

  killController(): Promise<void> {
    return kill(this.#controller);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#agents.values(), this.#gateway, this.#controller].map(stop));
  }

  #start(
    namespace: string,
    logName: string,
    program: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const log = openSync(join(this.#directory, `${logName}.log`), 'a', 0o600);
    const path = fileURLToPath(import.meta.resolve(program));
    return spawn('ip', ['netns', 'exec', namespace, process.execPath, path, ...args], {
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...process.env, ...environment },
      // A signal of the terminal is for the demo alone; it ends its programs in order.
      detached: true,
    });
  }
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
