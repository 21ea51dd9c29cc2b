import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a collector has got, summed up by itself. */
export interface Verdict {
  readonly flows: number;
  readonly packets: number;
  /** Of IP, and of what stands in its place. */
  readonly octets: number;
  readonly sequenceErrors: number;
}

const tools = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

/** nfcapd of Debian's nfdump. */
export class Judge {
  readonly #directory = mkdtempSync(join(tmpdir(), 'hercules-judge-'));
  #collector: ChildProcess | undefined;
  #log = '';
  #runs = 0;

  constructor(readonly port: number) {}

  async start(): Promise<void> {
    this.#runs += 1;
    const directory = join(this.#directory, String(this.#runs));
    execFileSync('mkdir', [directory]);
    const args = [
      '-w',
      directory,
      '-b',
      '127.0.0.1',
      '-p',
      String(this.port),
      '-t',
      '86400',
      '-B',
      '8000000',
    ];
    const collector = spawn('nfcapd', args, { env: tools, stdio: ['ignore', 'pipe', 'pipe'] });
    const hear = (data: Buffer): void => {
      this.#log += data.toString();
    };
    collector.stdout.on('data', hear);
    collector.stderr.on('data', hear);
    this.#collector = collector;
    while (!isListening(this.port)) await sleep(50);
  }

  /** Ends the collector, which then writes what it has. */
  async stop(): Promise<void> {
    const collector = this.#collector;
    if (collector === undefined) return;
    this.#collector = undefined;
    collector.kill('SIGTERM');
    await once(collector, 'exit');
  }

  /** Of all runs together. */
  verdict(): Verdict {
    const runs = Array.from({ length: this.#runs }, (_, run) => this.#read(run + 1));
    const sum = (name: keyof Verdict): number => runs.reduce((all, one) => all + one[name], 0);
    return {
      flows: sum('flows'),
      packets: sum('packets'),
      octets: sum('octets'),
      sequenceErrors: sum('sequenceErrors'),
    };
  }

  get log(): string {
    return this.#log;
  }

  /** Records as nfdump prints them. */
  records(...args: readonly string[]): string {
    return execFileSync('nfdump', ['-R', join(this.#directory, '1'), '-q', ...args], {
      env: tools,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #read(run: number): Verdict {
    const text = execFileSync('nfdump', ['-R', join(this.#directory, String(run)), '-I'], {
      env: tools,
      encoding: 'utf8',
    });
    const number = (name: string): number =>
      Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(text)?.[1] ?? 0);
    return {
      flows: number('Flows'),
      packets: number('Packets'),
      octets: number('Bytes'),
      sequenceErrors: number('Sequence failures'),
    };
  }
}

function isListening(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return execFileSync('cat', ['/proc/self/net/udp'], { encoding: 'utf8' }).includes(`:${hex} `);
}
