import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { judgePort, judgeTools } from './judge.js';

/** A collector of others that runs beside us and listens on the judges' port. */
export class CollectorProcess {
  #child: ChildProcess | undefined;
  #log = '';

  /** What it has written to its standard output and error, in all runs. */
  get log(): string {
    return this.#log;
  }

  async start(command: string, args: readonly string[]): Promise<void> {
    const child = spawn(command, args, { env: judgeTools, stdio: ['ignore', 'pipe', 'pipe'] });
    const hear = (data: Buffer): void => {
      this.#log += data.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    this.#child = child;
    while (!isListening()) {
      if (child.exitCode !== null) throw new Error(`${command} has ended: ${this.#log}`);
      await sleep(50);
    }
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    child.kill(signal);
    await once(child, 'exit');
  }
}

function isListening(): boolean {
  const port = `:${judgePort.toString(16).toUpperCase().padStart(4, '0')} `;
  return ['udp', 'udp6'].some((name) =>
    readFileSync(`/proc/self/net/${name}`, 'latin1').includes(port),
  );
}
