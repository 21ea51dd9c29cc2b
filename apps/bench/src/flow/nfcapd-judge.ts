import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CollectorProcess } from './collector-process.js';
import { judgePort, judgeTools, sumOf, type Judge, type Verdict } from './judge.js';

/** nfcapd of Debian's nfdump. */
export class NfcapdJudge implements Judge {
  readonly collector = `127.0.0.1:${judgePort}`;
  readonly #directory = mkdtempSync(join(tmpdir(), 'hercules-nfcapd-'));
  readonly #process = new CollectorProcess();
  #runs = 0;

  async start(): Promise<void> {
    this.#runs += 1;
    const directory = this.#directoryOf(this.#runs);
    mkdirSync(directory);
    const where = ['-w', directory, '-b', '127.0.0.1', '-p', String(judgePort)];
    // One file for each run; a socket buffer that holds what comes while others have the processor.
    await this.#process.start('nfcapd', [...where, '-t', '86400', '-B', '8000000']);
  }

  stop(): Promise<void> {
    return this.#process.stop('SIGTERM');
  }

  verdict(): Verdict {
    return sumOf(Array.from({ length: this.#runs }, (_, run) => this.#read(run + 1)));
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #read(run: number): Verdict {
    const text = execFileSync('nfdump', ['-R', this.#directoryOf(run), '-I'], {
      env: judgeTools,
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

  #directoryOf(run: number): string {
    return join(this.#directory, String(run));
  }
}
